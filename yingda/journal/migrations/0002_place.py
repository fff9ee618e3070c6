"""Placing is one round trip: the lock, the move and the notice in a function of the database (PostgreSQL only)."""

from django.db import migrations

PLACE = """
CREATE OR REPLACE FUNCTION journal_place(key bigint, most integer, channel text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    moved integer;
    last bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(key) THEN
        RETURN NULL;
    END IF;
    -- A statement of its own: it sees all that the lock's last holder has committed.
    WITH batch AS (
        DELETE FROM journal_unplaced
        WHERE fact IN (SELECT fact FROM journal_unplaced ORDER BY fact LIMIT most) RETURNING fact
    ), placed AS (
        INSERT INTO journal_placed (position, fact)
        SELECT (SELECT coalesce(max(position), 0) FROM journal_placed) + row_number() OVER (ORDER BY fact), fact
        FROM batch
        RETURNING position
    )
    SELECT count(*), max(position) INTO moved, last FROM placed;
    IF moved > 0 THEN
        PERFORM pg_notify(channel, last::text);
    END IF;
    RETURN moved;
END
$$
"""
FORGET = "DROP FUNCTION journal_place(bigint, integer, text)"


def on_postgresql(sql: str):
    def run(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(PLACE), on_postgresql(FORGET))]
