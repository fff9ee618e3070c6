import pytest

from yingda.contacts.answer import answer
from yingda.contacts.end import end
from yingda.contacts.errors import NoConsent, NotHeld, NotTalking
from yingda.contacts.hold import hold, resume, tell
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.journal.models import Fact
from yingda.promises.models import Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast):
    contact = comes(cast.hotline, channel="phone")
    return answer(contact, by=cast.wang, at=AT)


def test_a_customer_is_held_after_consent_and_once(cast, call):
    with pytest.raises(NoConsent):
        hold(call, by=cast.wang, consent=False, expected_minutes=2, at=AT)
    held = hold(call, by=cast.wang, consent=True, expected_minutes=2, at=AT)
    assert hold(call, by=cast.wang, consent=True, expected_minutes=5, at=AT + SECOND) == held
    assert Fact.objects.get(name="contact.held").data == {"minutes": 2}


def test_while_held_the_customer_is_owed_news_every_30_seconds(cast, call):
    hold(call, by=cast.wang, consent=True, expected_minutes=2, at=AT)
    assert Promise.objects.get(rule="4.3").limit == AT + 30 * SECOND
    tell(call, by=cast.wang, at=AT + 20 * SECOND)
    promise = Promise.objects.get(rule="4.3", state="running")
    assert (promise.limit, promise.owner) == (AT + 50 * SECOND, cast.wang)
    resume(call, by=cast.wang, at=AT + 40 * SECOND)
    assert not Promise.objects.filter(rule="4.3", state="running").exists()
    assert Fact.objects.get(name="contact.resumed").data == {"lasted": 40_000_000}
    with pytest.raises(NotHeld):
        tell(call, at=AT + 41 * SECOND)


def test_hanging_up_ends_the_hold(cast, call):
    hold(call, by=cast.wang, consent=True, expected_minutes=1, at=AT)
    end(call, by="customer", at=AT + SECOND)
    assert again(call).holds.get().ended == AT + SECOND


def test_only_who_is_spoken_with_is_held(cast):
    with pytest.raises(NotTalking):
        hold(comes(cast.hotline, channel="phone"), by=cast.wang, consent=True, expected_minutes=1, at=AT)
