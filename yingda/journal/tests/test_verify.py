"""Whoever changes the journal past the program is found, and the first changed fact is named."""

import re
import tracemalloc

import pytest
from django.db import connection

from yingda.journal import canonical, seals, triggers, verify
from yingda.journal.models import Fact, Placed, Seal
from yingda.journal.placer import place_once
from yingda.journal.tests.cast import MORNING, speak
from yingda.lib import keyring
from yingda.lib.db import on_postgresql
from yingda.lib.say import Sentence

SEALED = 12


@pytest.fixture
def journal(fresh_db):
    """Twelve facts under three seals, two more not sealed yet, and nothing left that guards them."""
    for start in range(0, SEALED, 4):
        spoken(*range(start, start + 4))
        seals.seal_due(MORNING)
    spoken(12, 13)
    for trigger in triggers.wanted(connection.vendor):
        run(f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if on_postgresql() else ""))


def spoken(*numbers):
    speak(*numbers)
    place_once()


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_journal_nobody_touched_is_whole(journal):
    report = verify.verify()
    assert report.ok
    assert (report.positions, report.seals) == (14, 3)
    assert report.say("en") == "The journal is whole: 14 positions and 3 seals checked."
    assert report.say("zh") == "日志完好：已核对 14 个位置、3 个封存块。"


def test_an_empty_journal_is_whole(fresh_db):
    assert verify.verify().ok


ALTERATIONS = {
    "its name": "UPDATE journal_fact SET name = 'stage.lied' WHERE id = 6",
    "when it happened": "UPDATE journal_fact SET at = '2026-03-02 09:30:00.123457+00' WHERE id = 6",
    "when it was learnt": "UPDATE journal_fact SET recorded = '2020-01-01 00:00:00+00' WHERE id = 6",
    "who did it": "UPDATE journal_fact SET by = 99 WHERE id = 6",
    "whom it is about": "UPDATE journal_fact SET person = 99 WHERE id = 6",
    "its data": """UPDATE journal_fact SET data = '{"number": 99}' WHERE id = 6""",
    "a float for a number": """UPDATE journal_fact SET data = '{"number": 5.0}' WHERE id = 6""",
    "two swapped": "UPDATE journal_placed SET fact = CASE fact WHEN 6 THEN -7 ELSE -6 END WHERE fact IN (6, 7); "
    "UPDATE journal_placed SET fact = -fact WHERE fact < 0",
    "and a later one as well": "UPDATE journal_fact SET name = 'stage.lied' WHERE id IN (6, 9, 13)",
}


@pytest.mark.parametrize("statement", ALTERATIONS.values(), ids=ALTERATIONS)
def test_an_altered_fact_is_named(journal, statement):
    run(*statement.split("; "))
    report = verify.verify()
    found = 7 if "CASE" in statement else 6
    assert report.say("en") == f"The fact at position 6 (id {found}) was altered."
    assert report.say("zh") == f"第 6 位的事实（编号 {found}）被修改过。"


def test_a_removed_fact_is_named(journal):
    run("DELETE FROM journal_fact WHERE id = 6")
    assert verify.verify().say("en") == "The fact at position 6 (id 6) was removed, or can no longer be read."


def test_a_fact_removed_together_with_its_place_is_named(journal):
    run("DELETE FROM journal_fact WHERE id = 6", "DELETE FROM journal_placed WHERE fact = 6")
    assert verify.verify().say("en") == "Position 6 was removed."


def test_the_last_fact_of_a_block_removed_is_named(journal):
    run("DELETE FROM journal_fact WHERE id = 8", "DELETE FROM journal_placed WHERE fact = 8")
    assert verify.verify().say("en") == "Position 8 was removed."


@pytest.mark.parametrize("position", [13, 14])
def test_a_fact_not_sealed_yet_and_removed_is_named(journal, position):
    run(f"DELETE FROM journal_fact WHERE id = {position}")
    assert f"position {position} (id {position}) was removed" in verify.verify().say("en")


def test_positions_with_a_gap_are_named_also_before_they_are_sealed(journal):
    run("DELETE FROM journal_fact WHERE id = 13", "DELETE FROM journal_placed WHERE fact = 13")
    assert verify.verify().say("en") == "Position 13 was removed."
    seals.seal_due(MORNING)
    assert verify.verify().say("en") == "Position 13 was removed."


def test_an_inserted_fact_is_named(journal):
    run("INSERT INTO journal_fact (id, at, recorded, name, via, data) "
        "SELECT 77, at, recorded, name, via, data FROM journal_fact WHERE id = 1")  # fmt: skip
    assert verify.verify().say("en") == (
        "The fact with id 77 was inserted past the program: it has no position in the feed."
    )


def test_a_fact_put_in_the_place_of_another_is_named(journal):
    run(
        "INSERT INTO journal_fact (id, at, recorded, name, via, data) "
        "SELECT 77, at, recorded, name, via, data FROM journal_fact WHERE id = 6",
        "UPDATE journal_placed SET fact = 77 WHERE fact = 6",
    )
    assert verify.verify().say("en") == "The fact at position 6 (id 77) was altered."


def test_a_fact_made_unreadable_is_named(journal):
    """SQLite stores anything anywhere; PostgreSQL refuses what is no time, but not a time that Python cannot hold."""
    at = "'infinity'" if on_postgresql() else "'yesterday'"
    run(f"UPDATE journal_fact SET at = {at} WHERE id = 6")
    assert verify.verify().say("en") == "The fact at position 6 (id 6) was removed, or can no longer be read."


@pytest.mark.parametrize("column", ["digest", "head", "marks", "at", "key"])
def test_an_altered_seal_is_named(journal, column):
    value = {
        "marks": "(SELECT marks FROM journal_seal WHERE last = 4)",
        "at": "'2020-01-01 00:00:00+00'",
        "key": "'k1 '",
    }
    run(f"UPDATE journal_seal SET {column} = {value.get(column, repr('0' * 64))} WHERE last = 8")
    said = verify.verify().say("en")
    assert re.match(r"The seal of positions 5 to 8 (was altered|cannot be checked)", said)


def test_a_removed_seal_is_named(journal):
    run("DELETE FROM journal_seal WHERE last = 8")
    assert verify.verify().say("en") == "The seal of positions 5 to 8 was removed."


def test_an_altered_fact_under_a_seal_made_anew_without_the_key_is_found(journal):
    run("UPDATE journal_fact SET name = 'stage.lied' WHERE id = 10")
    digest, marks = seals.hashed(9, 12)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_seal SET digest = %s, marks = %s WHERE last = 12", [digest, marks])
    assert verify.verify().say("en") == "The seal of positions 9 to 12 was altered."


def test_an_end_cut_off_is_found_by_the_file_outside_the_database(journal):
    cut_off_behind(8)
    assert verify.verify().say("en") == (
        "The journal's end was cut off: the seal of positions 9 to 12 stands only in the file of seals."
    )


def cut_off_behind(position):
    run(
        f"DELETE FROM journal_seal WHERE last > {position}",
        f"DELETE FROM journal_fact WHERE id > {position}",
        f"DELETE FROM journal_placed WHERE position > {position}",
    )


def test_an_end_cut_off_and_written_anew_is_found_as_well(journal):
    cut_off_behind(8)
    Fact.objects.bulk_create(Fact(at=MORNING, recorded=MORNING, name="stage.lied") for _ in range(4))
    ids = list(Fact.objects.filter(name="stage.lied").values_list("id", flat=True))
    Placed.objects.bulk_create(Placed(position=position, fact=id) for position, id in enumerate(ids, 9))
    seals.seal_due(MORNING)
    assert verify.verify().say("en") == "Positions 9 to 12 were sealed anew: the seal differs from the file of seals."


def test_a_line_of_the_file_that_is_none_of_ours_is_named(journal):
    lines = seals.log_path().read_bytes().splitlines(keepends=True)
    seals.log_path().write_bytes(b"".join([lines[0], b"[1, 2]\n", *lines[1:]]))
    assert verify.verify().say("en") == "Line 2 of the file of seals cannot be read."


def test_a_file_that_knows_fewer_seals_is_no_fault(journal):
    seals.log_path().unlink()
    assert verify.verify().ok


def test_a_lost_key_is_said_with_the_way_out(journal):
    run("UPDATE journal_seal SET key = 'k9' WHERE last = 8")
    assert "key k9 is not in the key ring" in verify.verify().say("en")


def test_seals_made_under_an_older_key_still_verify(journal):
    keyring.rotate()
    seals.seal_due(MORNING)
    assert len(set(Seal.objects.values_list("key", flat=True))) == 2
    assert verify.verify().ok


def test_every_finding_is_said_in_both_languages(journal):
    values = {"position": 1, "fact": 2, "first": 3, "last": 4, "key": "k", "number": 5, "positions": 6, "seals": 7}
    sentences = [thing for thing in vars(verify).values() if isinstance(thing, Sentence)]
    assert len(sentences) == 11
    for sentence in sentences:
        finding = verify.Finding(sentence, values)
        assert finding.say("zh").endswith("。") and finding.say("en").endswith(".")


def test_memory_stays_bounded_whatever_the_length(fresh_db, monkeypatch):
    """Verifying several times as many facts takes no more memory at its peak."""
    monkeypatch.setattr(canonical, "CHUNK", 100)
    peaks = []
    for count in (500, 3500):
        grow(count)
        tracemalloc.start()
        assert verify.verify().ok
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 2


def grow(count):
    facts = Fact.objects.bulk_create(
        [Fact(at=MORNING, recorded=MORNING, name="stage.spoke", data={"number": 1}) for _ in range(count)], 1000
    )
    start = (Placed.objects.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    Placed.objects.bulk_create([Placed(position=n, fact=fact.pk) for n, fact in enumerate(facts, start)], 1000)
    seals.seal_due(MORNING)
