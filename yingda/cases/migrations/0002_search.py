"""The search index: tables that Django's models do not know, one form for each database."""

from django.db import migrations

from yingda.lib.textindex import removal, statements

TABLE = "cases_search"


def make(apps, editor):
    for statement in statements(editor.connection.vendor, TABLE):
        editor.execute(statement, params=None)


def remove(apps, editor):
    for statement in removal(editor.connection.vendor, TABLE):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
