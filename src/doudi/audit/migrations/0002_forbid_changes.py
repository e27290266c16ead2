"""PostgreSQL refuses to change or delete audit entries; on SQLite every change is detected by verify_audit."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORBID = """
create function audit_entry_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'audit entries are never changed or deleted';
end $$;
create trigger audit_entry_is_final before update or delete on audit_entry
    for each row execute function audit_entry_is_final();
"""
ALLOW = """
drop trigger audit_entry_is_final on audit_entry;
drop function audit_entry_is_final();
"""


def forbid(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORBID)


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_create_the_trail")]

    operations = [migrations.RunPython(forbid, allow)]
