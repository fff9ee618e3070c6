"""DATABASE_URL chooses the database, and how PostgreSQL is asked."""

import pytest

from yingda.environment import BadSetting, database, libpq

POOLED = "postgresql://yingda@db.example/yingda?sslmode=require&prepare_threshold=never"


def test_plans_are_kept_unless_a_pooler_cannot_bear_it():
    assert database("postgresql://yingda@db.example/yingda")["OPTIONS"]["prepare_threshold"] == 5
    options = database(POOLED)["OPTIONS"]
    assert options["prepare_threshold"] is None and options["sslmode"] == "require"


def test_what_only_we_understand_is_not_told_to_libpq():
    assert libpq(POOLED) == "postgresql://yingda@db.example/yingda?sslmode=require"
    assert libpq("postgresql:///yingda?host=/run/pg") == "postgresql:///yingda?host=/run/pg"


def test_a_threshold_that_is_none_is_named():
    with pytest.raises(BadSetting, match="prepare_threshold=often: write a number, or never"):
        database("postgresql:///yingda?prepare_threshold=often")
