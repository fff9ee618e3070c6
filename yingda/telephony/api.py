"""The telephone at the desk: my phone, what is done in a call, supervision, and the floor's numbers."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.contacts.api import WORKERS, found, one, served, shown
from yingda.contacts.models import Contact
from yingda.contacts.schemas import ContactOut
from yingda.lib.errors import NotFound
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Line, Person, Role, Team
from yingda.telephony import checking, consulting, grace, holding, passing, phones, supervising
from yingda.telephony import schemas as shapes
from yingda.telephony.floor import floor_out
from yingda.telephony.models import Leg, Phone
from yingda.telephony.muting import mute
from yingda.telephony.own_phone import phone_out
from yingda.telephony.pbx.address import address
from yingda.telephony.reports.quality import measured

router = Router(tags=["telephone"])


@router.get("/phone", response=shapes.OwnPhoneOut)
def get_phone(request: HttpRequest):
    """My phone and the exchange; an account for the browser is made with the first look."""
    return own(request)


@router.put("/phone", response=shapes.OwnPhoneOut)
def choose_phone(request: HttpRequest, body: shapes.OwnPhoneIn):
    request.auth.must_be(*WORKERS)
    phones.choose(request.auth.person, body.choice, at=now())
    return own(request)


@router.post("/phone/hard-secret", response={201: shapes.HardSecretOut})
def create_hard_secret(request: HttpRequest):
    """A new secret for the phone on my table; the old one ends."""
    request.auth.must_be(*WORKERS)
    there = address()
    phone = phones.own(request.auth.person, Phone.Kind.HARD, at=now())
    secret = phones.renew_secret(phone, at=now())
    return Status(
        201, {"username": phone.username, "secret": secret, "server": there.sip_host, "port": there.sip_port}
    )


@router.post("/phone/checks", response={201: shapes.CheckOut})
def create_check(request: HttpRequest, body: shapes.CheckIn):
    """Before the shift: line, headset and recorder tried (9.1)."""
    request.auth.must_be(*WORKERS)
    made = checking.check(request.auth.person, at=now(), **body.dict())
    return Status(201, {"at": made.at, "passed": checking.passed(made)})


@router.post("/phone/quality", response={204: None})
def create_quality(request: HttpRequest, body: shapes.QualityIn):
    """What my browser measured on my own leg."""
    leg = one(Leg.objects.filter(person=request.auth.person), uid=body.leg)
    measured(str(leg.uid), body.loss, body.jitter, body.round_trip, at=now())
    return Status(204, None)


@router.post("/contacts/{id}/hold", response={201: ContactOut})
def create_hold(request: HttpRequest, id: UUID, body: shapes.HoldIn):
    holding.hold(served(request, id), by=request.auth.person, at=now(), **body.dict())
    return Status(201, again(request, id))


@router.delete("/contacts/{id}/hold", response=ContactOut)
def end_hold(request: HttpRequest, id: UUID):
    holding.resume(served(request, id), by=request.auth.person, at=now())
    return again(request, id)


@router.post("/contacts/{id}/hold/news", response={201: ContactOut})
def create_hold_news(request: HttpRequest, id: UUID):
    """The customer on hold hears that work goes on (4.3)."""
    holding.tell(served(request, id), by=request.auth.person, at=now())
    return Status(201, again(request, id))


@router.put("/contacts/{id}/call/legs/{leg}/mute", response=ContactOut)
def set_mute(request: HttpRequest, id: UUID, leg: UUID, body: shapes.MuteIn):
    """Of my own leg, or of a third party in my call."""
    row = leg_of(served(request, id), leg)
    if row.person_id != request.auth.person.pk:
        consulting.talking(row.call.contact, request.auth.person)
    mute(row, on=body.on, by=request.auth.person, at=now())
    return again(request, id)


@router.delete("/contacts/{id}/call/legs/{leg}", response=ContactOut)
def end_leg(request: HttpRequest, id: UUID, leg: UUID):
    """A third party is hung up."""
    contact = served(request, id)
    consulting.drop(contact, leg_of(contact, leg), by=request.auth.person, at=now())
    return again(request, id)


@router.post("/contacts/{id}/call/lost", response=ContactOut)
def create_loss(request: HttpRequest, id: UUID):
    """My page was loaded anew, and my end of the call with it: ring me again, the customer waits."""
    grace.lost(served(request, id), by=request.auth.person, at=now())
    return again(request, id)


@router.post("/contacts/{id}/consultations", response={201: ContactOut})
def create_consultation(request: HttpRequest, id: UUID, body: shapes.ConsultationIn):
    """Ask somebody while the customer waits."""
    consulting.consult(
        served(request, id),
        by=request.auth.person,
        person=one(Person.objects.filter(is_active=True), uid=body.person),
        team=one(Team.objects.all(), uid=body.team),
        line=one(Line.objects.filter(active=True), code=body.line),
        number=body.number.strip(),
        consent=body.consent,
        minutes=body.expected_minutes,
        at=now(),
    )
    return Status(201, again(request, id))


@router.delete("/contacts/{id}/consultations", response=ContactOut)
def end_consultation(request: HttpRequest, id: UUID):
    """Back to the customer."""
    consulting.cancel(served(request, id), by=request.auth.person, at=now())
    return again(request, id)


@router.post("/contacts/{id}/conference", response=ContactOut)
def create_conference(request: HttpRequest, id: UUID):
    """All talk with all."""
    consulting.confer(served(request, id), by=request.auth.person, at=now())
    return again(request, id)


@router.post("/contacts/{id}/handover", response=ContactOut)
def create_handover(request: HttpRequest, id: UUID, body: shapes.CallHandoverIn):
    """I leave; the customer goes on with whoever I asked."""
    consulting.hand_on(served(request, id), by=request.auth.person, at=now(), **words(body))
    return again(request, id)


@router.post("/contacts/{id}/outside-transfers", response={201: ContactOut})
def create_outside_transfer(request: HttpRequest, id: UUID, body: shapes.OutsideTransferIn):
    """To a number outside; the customer is back with me when nobody picks up there."""
    passing.pass_on(served(request, id), by=request.auth.person, number=body.number, at=now(), **words(body))
    return Status(201, again(request, id))


@router.put("/contacts/{id}/supervision", response=ContactOut)
def set_supervision(request: HttpRequest, id: UUID, body: shapes.SupervisionIn):
    """A supervisor of the line listens, whispers, joins, or takes over: their own phone rings."""
    contact = found(request, id)
    request.auth.must_be(Role.SUPERVISOR)
    supervising.supervise(contact, by=request.auth.person, mode=body.mode, at=now())
    return again(request, id)


@router.delete("/contacts/{id}/supervision", response=ContactOut)
def end_supervision(request: HttpRequest, id: UUID):
    contact = found(request, id)
    request.auth.must_be(Role.SUPERVISOR)
    supervising.stop(contact, by=request.auth.person, at=now())
    return again(request, id)


@router.get("/floor/calls", response=shapes.FloorCallsOut)
def get_floor_calls(request: HttpRequest):
    """The telephone now and today, on the lines that the supervisor sees."""
    request.auth.must_be(Role.SUPERVISOR)
    return floor_out(request.auth.scope, now())


def own(request: HttpRequest) -> dict:
    return phone_out(request.auth.person, serves=request.auth.scope.has(*WORKERS), at=now())


def again(request: HttpRequest, id: UUID) -> dict:
    """The contact as it now is."""
    return shown(found(request, id))


def leg_of(contact: Contact, uid: UUID) -> Leg:
    leg = Leg.objects.select_related("call__contact").filter(uid=uid, call__contact=contact).first()
    if leg is None:
        raise NotFound
    return leg


def words(body: shapes.CallHandoverIn) -> dict:
    return {"reason": body.reason, "consent": body.consent, "uid": body.id or uuid7()}
