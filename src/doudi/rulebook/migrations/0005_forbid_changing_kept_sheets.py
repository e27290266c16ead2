"""PostgreSQL refuses to change or delete a kept sheet; on SQLite its keyed digest tells."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORBID = """
create function rulebook_keptsheet_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'a kept sheet is never changed or deleted';
end $$;
create trigger rulebook_keptsheet_is_final before update or delete on rulebook_keptsheet
    for each row execute function rulebook_keptsheet_is_final();
"""
ALLOW = """
drop trigger rulebook_keptsheet_is_final on rulebook_keptsheet;
drop function rulebook_keptsheet_is_final();
"""


def forbid(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORBID)


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0004_keep_computation_sheets")]

    operations = [migrations.RunPython(forbid, allow)]
