from django.db import migrations

from jikimi.cases.append_only import create_triggers, drop_triggers


def _begin(apps, schema_editor):
    apps.get_model("cases", "LedgerHead").objects.create(pk=1)
    create_triggers(schema_editor.connection)


def _end(apps, schema_editor):
    drop_triggers(schema_editor.connection)
    apps.get_model("cases", "LedgerHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(_begin, _end)]
