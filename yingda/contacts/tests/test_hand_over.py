import pytest

from yingda.contacts.answer import answer
from yingda.contacts.errors import EmptyReason, NoConsent, NotTalking, NotYours, OutOfReach, UidTaken
from yingda.contacts.hand_over import hand_over, pass_outside, passed_outside
from yingda.contacts.models import Transfer
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(cast):
    return answer(comes(cast.hotline), by=cast.wang, at=AT)


def words(**given):
    return {"reason": "需要技术支持", "consent": True, "uid": uuid7(), "at": AT + SECOND} | given


def test_somebody_takes_over_at_once_with_the_record(cast, contact):
    given = words()
    made = hand_over(contact, by=cast.wang, to=cast.chen, **given)
    assert hand_over(contact, by=cast.wang, to=cast.chen, **given) == made
    contact = again(contact)
    assert (contact.state, contact.agent, contact.transferred) == ("talking", cast.chen, AT + SECOND)
    assert (made.taken, made.taken_by) == (AT + SECOND, cast.chen)
    assert list(contact.participations.filter(ended=None).values_list("person", flat=True)) == [cast.chen.pk]
    told = Fact.objects.filter(person=cast.chen.pk, name__startswith="contact.").order_by("pk")
    assert [fact.name for fact in told] == ["contact.handed_over", "contact.taken_over"]


def test_a_supervisor_may_take_it_for_themselves(cast, contact):
    hand_over(contact, by=cast.zhou, to=cast.zhou, **words())
    assert again(contact).agent == cast.zhou


def test_what_a_handover_needs(cast, contact):
    with pytest.raises(NoConsent):
        hand_over(contact, by=cast.wang, to=cast.chen, **words(consent=False))
    with pytest.raises(EmptyReason):
        hand_over(contact, by=cast.wang, to=cast.chen, **words(reason=" "))
    with pytest.raises(OutOfReach):
        hand_over(contact, by=cast.wang, to=cast.liu, **words())
    with pytest.raises(NotYours):
        hand_over(contact, by=cast.chen, to=cast.chen, **words())
    with pytest.raises(NotTalking):
        hand_over(comes(cast.hotline), by=cast.wang, to=cast.chen, **words())
    taken = words()
    hand_over(contact, by=cast.wang, to=cast.chen, **taken)
    with pytest.raises(UidTaken):
        pass_outside(comes(cast.hotline), by=cast.wang, **taken)


def test_passing_outside_is_kept_and_told_once_somebody_is_there(cast, contact):
    given = words()
    made = pass_outside(contact, by=cast.wang, **given)
    assert pass_outside(contact, by=cast.wang, **given) == made
    assert not Fact.objects.filter(name="contact.passed_outside").exists()
    assert passed_outside(contact, at=AT + 5 * SECOND)
    assert not passed_outside(contact, at=AT + 6 * SECOND)
    assert (Transfer.objects.get().taken, again(contact).agent) == (AT + 5 * SECOND, cast.wang)
    assert Fact.objects.get(name="contact.passed_outside").person == cast.wang.pk
