"""Tables whose module moved are renamed; not a row is touched (ADR 0097).

The new modules' first migrations take the models over; the renaming happens here, where their tables are
still known.
"""

from django.db import migrations

MOVED = {
    'studies': ('StudyLine', 'KeptSheet', 'WhatIfStudy', 'FactSheet', 'StandardWorksheet', 'AreaDifference'),
    'price_subsidy': ('PriceLine', 'PriceLaunch', 'PriceIndex', 'PriceHolder'),
}


class Migration(migrations.Migration):

    dependencies = [('rulebook', '0008_let_a_standing_end_as_it_begins')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name, f'{module}_{name.lower()}')
                for module, names in MOVED.items()
                for name in names
            ],
            state_operations=[migrations.DeleteModel(name) for names in MOVED.values() for name in names],
        )
    ]
