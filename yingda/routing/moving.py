"""A conversation passes from one agent's hands to another's, or to nobody's, without being offered."""

from datetime import datetime

from yingda.contacts.models import Contact
from yingda.contacts.queue import put_back
from yingda.journal import verb
from yingda.lib import rows
from yingda.people.models import Person
from yingda.routing.desks import lock_desks, settle
from yingda.routing.enqueue import wait
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.matching import first_free, taken_by
from yingda.routing.models import Desk, Slot, Waiting


@verb
def send_back(contact: Contact, *, reason: str, at: datetime) -> bool:
    """Its agent is lost: it waits again at its old place, and somebody else is asked before them.

    False for a contact that nobody talks with.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.TALKING:
        return False
    before = contact.agent
    contact = put_back(contact, reason=reason, at=at)
    let_go(contact, at=at)
    wait(contact, avoids=before, at=at)
    return True


@verb
def let_go(contact: Contact, *, at: datetime) -> None:
    """The contact takes no agent's place any more, though it may go on with somebody outside."""
    contact = Contact.objects.lock(contact.pk)
    slot = Slot.objects.filter(contact=contact).first()
    if slot is None:
        return
    desk = Desk.objects.lock_for(slot.person_id)
    slot.delete()
    settle(desk, at=at)
    nudge_after_commit()


@verb
def take_place(contact: Contact, person: Person | int, *, at: datetime) -> None:
    """The contact is at this person's hand from now on, whoever had it before; it waits no longer."""
    contact = Contact.objects.lock(contact.pk)
    who = getattr(person, "pk", person)
    slot = Slot.objects.filter(contact=contact).first()
    desks = lock_desks({who, slot.person_id} if slot else {who})
    Waiting.objects.filter(contact=contact).delete()
    if slot and slot.person_id != who:
        slot.delete()
    if slot is None or slot.person_id != who:
        number = first_free(taken_by(who, contact.channel))
        Slot.objects.create(person_id=who, channel=contact.channel, number=number, contact=contact)
    for desk in desks:
        settle(desk, at=at)
    nudge_after_commit()


@verb
def hold_place(contact: Contact) -> None:
    """Agent and customer are held together by the channel itself: a lost browser does not part them."""
    rows.change(Slot, {"contact": contact}, held=True)
