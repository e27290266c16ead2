import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_add_poverty_status_and_recognition'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='listpublication', name='list_is_published_once'),
        migrations.RemoveConstraint(model_name='listline', name='line_stands_once'),
        migrations.RemoveConstraint(model_name='householdnumber', name='household_number_is_one_households'),
        migrations.RemoveConstraint(model_name='enrolment', name='person_is_enrolled_once_in_a_programme'),
        # without indexes: their names are those the new tables ask for
        migrations.AlterField(
            model_name='listline',
            name='publication',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='registry.listpublication'),
        ),
        migrations.AlterField(
            model_name='listline',
            name='enrolment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='registry.enrolment'),
        ),
        migrations.RenameModel('ListPublication', 'OldListPublication'),
        migrations.RenameModel('ListLine', 'OldListLine'),
        migrations.RenameField('Enrolment', 'opened_by', 'old_opened_by'),
        migrations.RenameField('Enrolment', 'closed_by', 'old_closed_by'),
        migrations.AlterField(
            model_name='enrolment',
            name='old_opened_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.oldlistpublication'),
        ),
        migrations.AlterField(
            model_name='enrolment',
            name='old_closed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.oldlistpublication'),
        ),
    ]
