"""One of everything, on the example's hotline: what an outsider of another team must not find."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.test import Client

from yingda.access import files
from yingda.cases.handing import request_handover
from yingda.cases.opening import open_case
from yingda.cases.settling import solve
from yingda.contacts.arrive import arrive
from yingda.contacts.models import Contact
from yingda.contacts.post import post
from yingda.customers.making_known import create
from yingda.followups.models import FollowUp
from yingda.lib.times import now
from yingda.operate.example import plant
from yingda.people.models import Line, Person
from yingda.promises.handover import hand_over
from yingda.promises.word import give_word
from yingda.routing.enqueue import enqueue
from yingda.routing.lease import renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Offer
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.telephony.models import Call, CallBack, Exchange, Leg, Recording
from yingda.telephony.recordings.beginning import begin, stop
from yingda.telephony.recordings.keeping import kept
from yingda.telephony.recordings.looking import listen
from yingda.telephony.reports import legs
from yingda.telephony.reports.arriving import arrived
from yingda.telephony.reports.recorded import recorded as report

PASSWORD = "right horse 42"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NAMED = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Story:
    """The outside ids of what happened, by the word that stands for them in paths."""

    ids: dict[str, str]

    def path(self, template: str) -> str:
        """`/api/contacts/{id}/…` with this story's ids."""
        return template.format(**{name: self.id(template, name) for name in NAMED.findall(template)})

    def id(self, template: str, name: str) -> str:
        """What stands for `{name}` in this path."""
        noun = template.split("/")[2]
        keys = {"id": noun, "uid": noun, "handover": f"{noun} handover"}
        return self.ids.get(keys.get(name, name), "")


def tell() -> Story:
    """王芳 answers a customer who complains; the case, its promise and both their handovers are open."""
    plant(at=now())
    Person.objects.update(password=make_password(PASSWORD))
    line, wang = Line.objects.get(code="hotline"), Person.objects.get(username="wangfang")
    chen = Person.objects.get(username="chenjie")
    customer = create(line=line, by=wang, at=now(), name="李雪", phones=["13800138000"])
    contact, offer = answered(line, customer, wang)
    file = uuid4()
    files.store(io.BytesIO(b"a note"), name="note.txt", size=6, uid=file, by=wang, at=now())
    message = post(contact, author="agent", by=wang, file=file, uid=uuid4(), at=now())
    case = open_case(contact, by=wang, at=now())
    promise = give_word(case, by=wang, due=now() + HOUR, words="明早回电", uid=uuid4(), at=now(), contact=contact)
    handed = hand_over(promise, to=chen, by=wang, uid=uuid4(), at=now())
    handover = request_handover(case, by=wang, to_person=chen, reason="需要技术支持", at=now())
    solved = open_case(line=line, customer=customer, by=wang, at=now(), uid=uuid4())
    solve(solved, by=wang, root_cause="other", measures="已修", result="已亮", at=now())
    return Story(
        {
            "contacts": str(contact.uid),
            "customers": str(customer.uid),
            "people": str(chen.uid),
            "teams": str(wang.team.uid),
            "code": line.code,
            "site": line.code,
            "number": "1",
            "phone": str(customer.phones.get().uid),
            "message": str(message.uid),
            "leg": str(uuid4()),
            "files": str(file),
            "offers": str(offer.uid),
            "cases": str(case.uid),
            "cases handover": str(handover.uid),
            "promises": str(promise.uid),
            "promises handover": str(handed.uid),
            "follow-ups": str(FollowUp.objects.get(case=solved).uid),
            "recordings": str(recorded(line, wang).uid),
            "call-backs": str(missed(line).uid),
        }
    )


def answered(line: Line, customer, agent: Person) -> tuple[Contact, Offer]:
    contact = arrive(line=line, channel="chat", customer=customer, uid=uuid4(), at=now())
    enqueue(contact, at=now())
    renew_lease(agent, browser="test", at=now())
    go(agent, "ready", reason="", at=now())
    match_once(now())
    offer = Offer.objects.get(contact=contact)
    accept(offer, by=agent, at=now())
    return contact, offer


def recorded(line: Line, agent: Person) -> Recording:
    """A second of a call that the agent had, kept; the agent has said why they listen to it."""
    contact = arrive(line=line, channel="phone", uid=uuid4(), at=now())
    Contact.objects.filter(pk=contact.pk).update(state="ended", agent=agent, answered=now(), ended=now())
    exchange = Exchange.objects.get_or_create(name="story")[0]
    call = Call.objects.create(contact=contact, exchange=exchange, stage="ended", began=now(), ended=now())
    recording = begin(call, now())
    stop(call, now())
    with NamedTemporaryFile(suffix=".raw", delete=False) as file:
        file.write(bytes(32_000))
    report(str(recording.uid), Path(file.name), now())
    kept(Recording.objects.get(pk=recording.pk), now())
    listen(recording, by=agent, reason="核对通话", at=now())
    return recording


def missed(line: Line) -> CallBack:
    """Somebody called and hung up before anybody answered."""
    digits = line.numbers.get().digits
    call = arrived("story", "c-1", origin="trunk", endpoint="carrier", dialled=digits, caller="13900139000", at=now())
    leg = Leg.objects.get(call=call)
    legs.ended(str(leg.uid), "normal", at=now() + MINUTE)
    return CallBack.objects.get()


def client_of(username: str) -> Client:
    """Signed in through the front door."""
    client = Client()
    answer = client.post("/api/session", {"username": username, "password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    client.defaults["HTTP_X_CSRFTOKEN"] = answer.json()["csrf"]
    return client
