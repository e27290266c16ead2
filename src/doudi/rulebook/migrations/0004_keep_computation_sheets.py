import django.db.models.deletion
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_add_poverty_status_and_recognition'),
        ('rulebook', '0003_add_price_indices'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('programme', models.CharField(max_length=40, verbose_name='救助项目')),
                ('title', models.CharField(max_length=60, verbose_name='项目名称')),
                ('on', models.DateField(help_text='按这一天有效的规则核定', verbose_name='核定日')),
                ('eligible', models.BooleanField(verbose_name='是否符合')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('sheet', doudi.common.fields.SealedTextField(verbose_name='核算单内容')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('made_by', models.CharField(max_length=150, verbose_name='核算人')),
                ('made_at', models.DateTimeField(verbose_name='核算时间')),
                ('facts', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_sheets', to='rulebook.factsheet', verbose_name='家庭情况表')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_sheets', to='registry.household', verbose_name='家庭')),
            ],
            options={
                'verbose_name': '核算单',
                'indexes': [models.Index(fields=['household', '-made_at'], name='kept_sheet_by_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='kept_sheet_has_a_digest'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0)), name='kept_amount_is_not_negative')],
            },
        ),
    ]
