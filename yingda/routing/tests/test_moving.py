"""A conversation passes on without being offered."""

import pytest

from yingda.contacts.hand_over import hand_over
from yingda.contacts.tests.cast import AT, SECOND, again, signed_in
from yingda.journal import verb
from yingda.lib.ids import uuid7
from yingda.people.restricting import restrict
from yingda.routing.lease import GRACE, LEASE, give_back, lose
from yingda.routing.models import Desk, Slot, Waiting
from yingda.routing.moving import hold_place, let_go, send_back, take_place
from yingda.routing.tests.stage import queued, ready, served, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(cast):
    ready(cast.wang)
    return served(cast.hotline, cast.wang)


def test_a_lost_agents_customer_waits_again_at_the_old_place_for_somebody_else(cast, contact):
    later = queued(cast.hotline, at=AT + SECOND)
    assert send_back(contact, reason="lost", at=AT + 9 * SECOND)
    rows = list(Waiting.objects.in_order())
    assert [row.contact_id for row in rows] == [contact.pk, later.pk]
    assert (rows[0].avoids, again(contact).state, state_of(cast.wang)) == (cast.wang, "waiting", "ready")
    assert not send_back(contact, reason="lost", at=AT + 10 * SECOND)


def test_who_is_let_go_is_free_while_the_contact_goes_on(cast, contact):
    let_go(contact, at=AT + SECOND)
    let_go(contact, at=AT + SECOND)
    assert (again(contact).state, state_of(cast.wang)) == ("talking", "ready")


def test_a_handover_moves_the_place_from_one_to_the_other(cast, contact):
    ready(cast.chen)
    hand_over(contact, by=cast.wang, to=cast.chen, reason="其他", consent=True, uid=uuid7(), at=AT + SECOND)
    assert (state_of(cast.wang), state_of(cast.chen)) == ("ready", "serving")
    assert Slot.objects.get().person == cast.chen


def test_taking_a_place_takes_the_contact_out_of_the_queue(cast):
    contact = queued(cast.hotline)
    take_place(contact, cast.chen, at=AT)
    take_place(contact, cast.chen, at=AT)
    assert not Waiting.objects.exists()
    assert Slot.objects.get().person == cast.chen


def test_what_the_channel_holds_the_browsers_lease_does_not_part(cast, contact):
    hold_place(contact)
    gone = AT + LEASE
    assert lose(cast.wang.pk, at=gone)
    assert give_back(cast.wang.pk, at=gone + GRACE) == 0
    assert again(contact).agent == cast.wang
    assert Desk.objects.get(person=cast.wang).wished == "offline"


def test_presence_says_what_keeps_contacts_away(cast):
    ready(cast.wang)
    verb(restrict)(cast.wang, reason="no_phone", channel="phone", at=AT)
    shown = signed_in(cast.wang).get("/api/presence").json()
    assert (shown["state"], shown["barred"]) == ("ready", [{"channel": "phone", "line": None, "reason": "no_phone"}])
    tile = next(
        one for one in signed_in(cast.zhou).get("/api/agents").json()["items"] if one["person"]["work_number"] == "6021"
    )
    assert tile["barred"][0]["reason"] == "no_phone"
