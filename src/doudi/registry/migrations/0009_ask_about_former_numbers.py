import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0008_ask_who_somebody_is'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_high', models.BigIntegerField(null=True, verbose_name='原号码标记高位')),
                ('token_low', models.BigIntegerField(null=True, verbose_name='原号码标记低位')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='曾用姓名')),
                ('name_key', models.CharField(blank=True, max_length=60, verbose_name='姓名检索形式')),
            ],
            options={
                'verbose_name': '曾用身份',
            },
        ),
        migrations.RemoveConstraint(
            model_name='identityquestion',
            name='pair_is_asked_once',
        ),
        migrations.AlterField(
            model_name='identityquestion',
            name='kind',
            field=models.CharField(choices=[('SAME_NUMBER', '同号异名'), ('OTHER_NUMBER', '同名同生日、号码不同'), ('FORMER_NUMBER', '名册写明原号码')], max_length=13, verbose_name='疑点'),
        ),
        migrations.AddConstraint(
            model_name='identityquestion',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('OTHER_NUMBER', 'FORMER_NUMBER'))), fields=('person', 'other'), name='pair_is_asked_once'),
        ),
        migrations.AddField(
            model_name='formeridentity',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='registry.listline', verbose_name='名册行'),
        ),
        migrations.AddIndex(
            model_name='formeridentity',
            index=models.Index(fields=['token_low', 'token_high'], name='former_number_by_token'),
        ),
        migrations.AddIndex(
            model_name='formeridentity',
            index=models.Index(fields=['name_key'], name='former_name_by_key'),
        ),
    ]
