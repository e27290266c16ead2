from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0018_move_notices"),
        ("work", "0001_keep_tasks_with_clocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="task",
            field=models.OneToOneField(
                help_text="最近一件；责任人、期限、暂停都在待办里",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger_entry",
                to="work.task",
                verbose_name="待办",
            ),
        ),
    ]
