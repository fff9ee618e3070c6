"""Two tabs of one browser, a retry that overtakes its first try: all at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from yingda.channels.chat.conversations import begin
from yingda.channels.chat.errors import StillTalking
from yingda.channels.chat.models import Conversation, Site, Visitor
from yingda.channels.chat.visitors import by_token, meet
from yingda.contacts.models import Contact, Message
from yingda.contacts.tests.cast import AT, a_cast
from yingda.lib.ids import uuid7

TOGETHER = 4


@pytest.fixture
def visitor(fresh_db) -> Visitor:
    site = Site.objects.create(key="hotline", line=a_cast().hotline)
    return by_token(meet(site, uid=uuid7(), page="", at=AT))


def together(act) -> list:
    """What `act()` returns or raises, called by several threads at once."""
    start = Barrier(TOGETHER)

    def one(_):
        try:
            start.wait()
            return act()
        except StillTalking as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(TOGETHER)))


@pytest.mark.commits
def test_the_same_first_words_sent_several_times_at_once_begin_one_conversation(visitor):
    uid, message = uuid7(), uuid7()
    begun = together(lambda: begin(visitor, uid=uid, message_uid=message, text="路灯坏了", language="zh", at=AT))
    assert len({conversation.pk for conversation in begun}) == 1
    assert Contact.objects.count() == Message.objects.count() == 1


@pytest.mark.commits
def test_several_tabs_that_begin_at_once_get_one_conversation_and_the_others_are_told(visitor):
    begun = together(lambda: begin(visitor, uid=uuid7(), message_uid=uuid7(), text="?", language="zh", at=AT))
    assert sum(isinstance(one, StillTalking) for one in begun) == TOGETHER - 1
    assert Conversation.objects.live().count() == 1
