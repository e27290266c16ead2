from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0005_name_income_watch'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='doubt',
            field=models.CharField(blank=True, choices=[('NAME', '号码相同、姓名不同'), ('SHARED', '同一号码登记在两个人名下')], max_length=6, verbose_name='存疑'),
        ),
    ]
