import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EXCLUDE = """
alter table registry_enrolment add constraint spells_do_not_overlap exclude using gist (
    int8range(person_id, person_id, '[]') with &&,
    int8range(hashtext(programme)::bigint, hashtext(programme)::bigint, '[]') with &&,
    daterange(valid_from, valid_to) with &&
) where (voided_at is null and programme <> 'TEMPORARY_RELIEF') deferrable initially deferred
"""
# a plus keeps the planner from reading a whole programme for each row: by the person it reads a few
TRIGGER = """
create trigger spells_do_not_overlap_on_{event} after {event} on registry_enrolment
when new.voided_at is null and new.programme <> 'TEMPORARY_RELIEF' and exists (
    select 1 from registry_enrolment other
    where other.person_id = new.person_id and +other.programme = new.programme and other.id <> new.id
    and other.voided_at is null
    and +other.valid_from < coalesce(new.valid_to, '9999-12-31')
    and coalesce(other.valid_to, '9999-12-31') > new.valid_from
)
begin
    select raise(abort, 'spells_do_not_overlap');
end
"""


def forbid(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUDE)
    else:
        for event in ("insert", "update"):
            schema_editor.execute(TRIGGER.format(event=event))


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("alter table registry_enrolment drop constraint spells_do_not_overlap")
    else:
        for event in ("insert", "update"):
            schema_editor.execute(f"drop trigger spells_do_not_overlap_on_{event}")


class Migration(migrations.Migration):
    """Spells of one person and programme do not overlap (ADR 0075); a remade table on SQLite needs them again."""

    dependencies = [
        ('registry', '0006_copy_what_lists_said'),
    ]

    operations = [
        migrations.AlterField(
            model_name='enrolment',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened', to='registry.listpublication', verbose_name='建立依据'),
        ),
        migrations.RemoveField(
            model_name='oldlistline',
            name='enrolment',
        ),
        migrations.RemoveField(
            model_name='oldlistline',
            name='publication',
        ),
        migrations.RemoveField(
            model_name='enrolment',
            name='old_closed_by',
        ),
        migrations.RemoveField(
            model_name='enrolment',
            name='old_opened_by',
        ),
        migrations.DeleteModel(
            name='OldListLine',
        ),
        migrations.DeleteModel(
            name='OldListPublication',
        ),
        migrations.AddConstraint(
            model_name='householdnumber',
            constraint=models.UniqueConstraint(fields=('household', 'source', 'region'), name='household_has_one_number_of_a_source'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True), ('voided_at__isnull', True)), fields=('person', 'programme'), name='person_is_enrolled_once_in_a_programme'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(('programme__in', ['TEMPORARY_RELIEF']), _negated=True)), fields=('person', 'programme', 'valid_from'), name='spell_begins_once'),
        ),
        migrations.RunPython(forbid, allow),
    ]
