from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0008_let_a_due_date_wait_for_the_calendar'),
    ]

    operations = [
        migrations.AddField(
            model_name='matchrun',
            name='parameters',
            field=models.JSONField(default=dict, verbose_name='比对时的参数'),
        ),
    ]
