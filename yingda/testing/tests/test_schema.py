"""What the models say of the database is there once all migrations have run."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import BaseConstraint, Index

pytestmark = pytest.mark.django_db


def there(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def can_be(named: Index | BaseConstraint) -> bool:
    """SQLite cannot say that two that have no value are alike."""
    nulls = connection.features.supports_nulls_distinct_unique_constraints
    return nulls or getattr(named, "nulls_distinct", None) is None


def test_every_index_and_constraint_is_there():
    """A migration that takes one away takes others of the same column along, if Django finds them alike."""
    for model in apps.get_models():
        named = {one.name for one in (*model._meta.indexes, *model._meta.constraints) if can_be(one)}
        assert named <= there(model._meta.db_table), model


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
