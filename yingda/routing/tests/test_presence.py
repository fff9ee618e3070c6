import pytest

from yingda.contacts.archive import archive
from yingda.contacts.end import end
from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.journal.models import Fact
from yingda.routing.errors import Busy, NotAWish
from yingda.routing.models import Desk, Presence
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.routing.tests.stage import offered, queued, ready, served, state_of

pytestmark = pytest.mark.django_db


def test_presence_is_kept_as_intervals_that_follow_each_other(cast):
    ready(cast.wang)
    go(cast.wang, "rest", reason="lunch", at=AT + 60 * SECOND)
    rows = list(Presence.objects.filter(person=cast.wang).order_by("id").values_list("state", "since", "ended"))
    assert rows == [("ready", AT, AT + 60 * SECOND), ("rest", AT + 60 * SECOND, None)]
    told = list(Fact.objects.filter(name="agent.presence").values_list("person", "data__state", "data__before"))
    assert told == [(cast.wang.pk, "ready", "offline"), (cast.wang.pk, "rest", "ready")]


def test_saying_the_same_again_changes_nothing(cast):
    ready(cast.wang)
    ready(cast.wang, at=AT + SECOND)
    assert Presence.objects.filter(person=cast.wang).count() == 1


def test_what_follows_from_contacts_cannot_be_wished_for(cast):
    for state in ("serving", "offered", "wrap_up", "asleep"):
        with pytest.raises(NotAWish):
            go(cast.wang, state, at=AT)


def test_an_agent_rings_serves_wraps_up_and_is_ready_again_when_the_record_is_archived(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    offer = offered(contact)
    assert state_of(cast.wang) == "offered"
    accept(offer, by=cast.wang, at=AT)
    assert state_of(cast.wang) == "serving"
    end(contact, by="customer", at=AT + SECOND)
    assert state_of(cast.wang) == "wrap_up"
    archive(contact, by=cast.wang, at=AT + 2 * SECOND)
    assert state_of(cast.wang) == "ready"


def test_the_agent_may_end_the_wrap_up_before_the_record_is_archived(cast):
    ready(cast.wang)
    contact = served(cast.hotline, cast.wang)
    end(contact, by="agent", at=AT + SECOND)
    ready(cast.wang, at=AT + 2 * SECOND)
    assert state_of(cast.wang) == "ready"


def test_an_agent_who_still_serves_somebody_is_not_in_wrap_up(cast):
    ready(cast.wang)
    first, second = served(cast.hotline, cast.wang), served(cast.hotline, cast.wang)
    end(first, by="customer", at=AT + SECOND)
    assert state_of(cast.wang) == "serving"
    end(second, by="customer", at=AT + SECOND)
    assert state_of(cast.wang) == "wrap_up"


def test_a_rest_wished_for_while_serving_begins_when_the_conversation_has_ended(cast):
    ready(cast.wang)
    contact = served(cast.hotline, cast.wang)
    go(cast.wang, "rest", at=AT + SECOND)
    assert state_of(cast.wang) == "serving"
    end(contact, by="customer", at=AT + 2 * SECOND)
    assert state_of(cast.wang) == "rest"


def test_nobody_goes_offline_with_a_conversation_open(cast):
    ready(cast.wang)
    served(cast.hotline, cast.wang)
    with pytest.raises(Busy) as refused:
        go(cast.wang, "offline", at=AT)
    assert "1" in refused.value.say("zh")


def test_what_rings_goes_back_to_the_queue_when_the_agent_goes_away(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    offer = offered(contact)
    go(cast.wang, "away", at=AT + SECOND)
    offer.refresh_from_db()
    assert (offer.outcome, again(contact).state, state_of(cast.wang)) == ("withdrawn", "waiting", "away")
    assert Fact.objects.get(name="contact.requeued").data == {"reason": "away"}
    assert Desk.objects.get(person=cast.wang).missed == 0
