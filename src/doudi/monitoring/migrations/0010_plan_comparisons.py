import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_create_users_and_posts'),
        ('monitoring', '0009_keep_the_numbers_of_a_run'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComparisonPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('every', models.CharField(choices=[('MONTH', '每月'), ('QUARTER', '每季'), ('HALF_YEAR', '每半年'), ('YEAR', '每年')], max_length=10, verbose_name='比对周期')),
                ('data_range', models.CharField(max_length=200, verbose_name='数据范围')),
                ('since', models.CharField(max_length=7, verbose_name='起始月份')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='负责人')),
            ],
            options={
                'verbose_name': '比对计划',
                'constraints': [models.UniqueConstraint(fields=('region', 'source'), name='source_is_planned_once')],
            },
        ),
    ]
