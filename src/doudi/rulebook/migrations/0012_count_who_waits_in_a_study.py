from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0011_make_tasks_of_duties")]

    operations = [
        migrations.AddField(
            model_name="proposalstudy",
            name="waiting",
            field=models.PositiveIntegerField(default=0, verbose_name="没问清户数"),
        ),
    ]
