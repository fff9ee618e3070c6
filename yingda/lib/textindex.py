"""A search index beside a room's table: FTS5 without content on SQLite, a tsvector under GIN on PostgreSQL.

The tables are made by the room's migration from `statements`, kept up by its verbs, and hold nothing that could not be
made again from the room's rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from yingda.lib.db import on_postgresql
from yingda.lib.grams import grams, sought

COUNTED = 1000


@dataclass(frozen=True)
class TextIndex:
    """The index in `table` (id, grams)."""

    table: str

    def put(self, texts: Iterable[tuple[int, str]]) -> None:
        """Keep these texts, by row id, in place of what was kept before."""
        form = "array_to_tsvector(%s::text[])" if on_postgresql() else "%s"
        rows = [(pk, grams(text) if on_postgresql() else " ".join(grams(text))) for pk, text in texts]
        if not rows:
            return
        places = ", ".join([f"(%s, {form})"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.table} (id, grams) VALUES {places} "
                "ON CONFLICT (id) DO UPDATE SET grams = excluded.grams",
                [value for row in rows for value in row],
            )

    def empty(self) -> None:
        """Forget all."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table}")
            if not on_postgresql():  # what the triggers could not take back, because rows and index had drifted apart
                cursor.execute(f"INSERT INTO {self.table}_fts ({self.table}_fts) VALUES ('delete-all')")

    def drop(self, pk: int) -> None:
        """Forget a row's text."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table} WHERE id = %s", [pk])

    def matching(self, queryset: QuerySet, words: str) -> QuerySet:
        """The rows whose text holds all these words; none when the words have no letter or digit."""
        parts = sought(words)
        if not parts:
            return queryset.none()
        if on_postgresql():
            query = f"SELECT id FROM {self.table} WHERE grams @@ %s::tsquery"
            wanted = " & ".join(f"'{part}'" for part in parts)
        else:
            query = f"SELECT rowid FROM {self.table}_fts WHERE {self.table}_fts MATCH %s"
            wanted = " ".join(f'"{part}"' for part in parts)
        return queryset.filter(pk__in=RawSQL(query, [wanted]))


def counted(queryset: QuerySet) -> dict[str, int | bool]:
    """How many rows there are, counting no further than 1,000: {"number", "more"}."""
    found = queryset.order_by().values("pk")[: COUNTED + 1].count()
    return {"number": min(found, COUNTED), "more": found > COUNTED}


def statements(vendor: str, table: str) -> list[str]:
    """What a migration runs to make the index."""
    if vendor == "postgresql":
        return [
            f"CREATE TABLE {table} (id bigint PRIMARY KEY, grams tsvector NOT NULL)",
            f"CREATE INDEX {table}_grams ON {table} USING gin (grams)",
        ]
    forget = f"INSERT INTO {table}_fts ({table}_fts, rowid, grams) VALUES ('delete', old.id, old.grams);"
    keep = f"INSERT INTO {table}_fts (rowid, grams) VALUES (new.id, new.grams);"
    return [
        f"CREATE TABLE {table} (id integer PRIMARY KEY, grams text NOT NULL)",
        f"""CREATE VIRTUAL TABLE {table}_fts USING fts5 (grams, content='', detail=none, columnsize=0,
            tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")""",
        f"CREATE TRIGGER {table}_in AFTER INSERT ON {table} BEGIN {keep} END",
        f"CREATE TRIGGER {table}_out AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {table}_anew AFTER UPDATE ON {table} BEGIN {forget} {keep} END",
    ]


def removal(vendor: str, table: str) -> list[str]:
    """What a migration runs to remove it."""
    return [f"DROP TABLE {table}"] if vendor == "postgresql" else [f"DROP TABLE {table}_fts", f"DROP TABLE {table}"]
