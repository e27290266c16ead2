import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0006_mark_findings_in_doubt'),
        ('registry', '0007_let_old_lists_go'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ledgerentry',
            name='result',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.enrolment', verbose_name='关联的在册记录'),
        ),
    ]
