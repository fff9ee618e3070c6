"""What a verb has locked is at hand until it ends."""

import pytest

from yingda.journal import verb
from yingda.journal.holding import held, hold
from yingda.journal.recording import attempt

pytestmark = pytest.mark.django_db


class Shelf:
    def __init__(self):
        self.reads = 0

    def read(self):
        self.reads += 1
        return [self.reads]


def test_within_a_verb_a_row_is_read_once_and_is_the_same_object():
    shelf = Shelf()

    @verb
    def asks_twice():
        assert held("row", shelf.read) is held("row", shelf.read)

    asks_twice()
    assert shelf.reads == 1
    asks_twice()
    assert shelf.reads == 2, "another verb reads it anew"


def test_outside_a_verb_nothing_is_kept():
    shelf = Shelf()
    hold("row", "made")
    assert held("row", shelf.read) != held("row", shelf.read)


def test_what_is_not_there_yet_is_asked_for_again():
    found = iter([None, "made meanwhile"])

    @verb
    def asks():
        return [held("row", lambda: next(found)) for _ in range(3)]

    assert asks() == [None, "made meanwhile", "made meanwhile"]


def test_after_a_part_that_failed_rows_are_read_anew():
    shelf = Shelf()

    @verb
    def fails_in_part():
        held("row", shelf.read)
        with pytest.raises(LookupError), attempt():
            raise LookupError
        held("row", shelf.read)

    fails_in_part()
    assert shelf.reads == 2
