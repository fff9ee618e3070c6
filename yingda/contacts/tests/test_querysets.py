import pytest

from yingda.contacts.answer import answer
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, comes
from yingda.people.scope import scope_of

pytestmark = pytest.mark.django_db


def test_each_sees_the_contacts_of_the_lines_that_are_theirs(cast):
    hotline, shop = comes(cast.hotline), comes(cast.shop)

    def seen_by(person):
        return set(Contact.objects.visible_to(scope_of(person)))

    assert seen_by(cast.wang) == seen_by(cast.zhou) == {hotline}
    assert seen_by(cast.liu) == {shop}
    assert seen_by(cast.wu) == {hotline, shop}
    assert seen_by(cast.editor) == set()
    cast.wang.is_active = False
    assert seen_by(cast.wang) == set()


def test_waiting_and_live_speak_of_states(cast):
    waiting, talking, over = (comes(cast.hotline) for _ in range(3))
    answer(talking, by=cast.wang, at=AT)
    end(over, by="customer", at=AT)
    assert set(Contact.objects.waiting()) == {waiting}
    assert set(Contact.objects.live().for_line(cast.hotline)) == {waiting, talking}
