from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_forbid_changes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['-at', '-id'], name='entry_by_moment'),
        ),
    ]
