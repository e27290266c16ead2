"""Tables whose module moved are renamed; not a row is touched (ADR 0102)."""

from django.db import migrations

MOVED = ('ScreeningMember', 'Screening')


class Migration(migrations.Migration):

    dependencies = [('monitoring', '0022_name_conclusions_taken_back')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name, f'screenings_{name.lower()}') for name in MOVED
            ],
            state_operations=[migrations.DeleteModel(name) for name in MOVED],
        )
    ]
