from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0009_ask_about_former_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_high', models.BigIntegerField(verbose_name='账户标记高位')),
                ('account_low', models.BigIntegerField(verbose_name='账户标记低位')),
                ('last_4', models.BigIntegerField(verbose_name='末四位标记')),
                ('last_5', models.BigIntegerField(verbose_name='末五位标记')),
                ('last_6', models.BigIntegerField(verbose_name='末六位标记')),
            ],
            options={
                'verbose_name': '账户尾号',
                'indexes': [models.Index(fields=['last_4'], name='account_by_last_4'), models.Index(fields=['last_5'], name='account_by_last_5'), models.Index(fields=['last_6'], name='account_by_last_6')],
                'constraints': [models.UniqueConstraint(fields=('account_low', 'account_high'), name='account_ends_once')],
            },
        ),
    ]
