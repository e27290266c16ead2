"""Tables whose module moved are renamed; not a row is touched (ADR 0099)."""

from django.db import migrations

MOVED = (
    'AidGiven', 'BereavedFamily', 'CareCheck', 'VillageConfirmation', 'CareRound', 'CareRecord', 'ElderReceipt',
    'Elder', 'Need', 'EpidemicSurvey', 'GuaranteeStanding', 'HouseholdCondition', 'ReviewPeriod',
)


class Migration(migrations.Migration):

    dependencies = [('registry', '0015_keep_how_far_facts_were_followed')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name, f'circumstances_{name.lower()}') for name in MOVED
            ],
            state_operations=[migrations.DeleteModel(name) for name in MOVED],
        )
    ]
