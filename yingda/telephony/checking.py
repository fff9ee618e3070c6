"""Before a shift, an agent tries line, headset and recorder (9.1)."""

from datetime import datetime

from yingda.journal import record, verb
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import DeviceCheck

SOFTEST = 0.05  # of full scale: a voice at its loudest that is softer is not heard on the line


@verb
def check(person: Person, *, heard: bool, level: float, echoed: bool, device: str, at: datetime) -> DeviceCheck:
    """`heard`: the tone was heard; `level`: the microphone's loudest, 0 to 1; `echoed`: the exchange gave it back."""
    made = DeviceCheck.objects.create(person=person, at=at, heard=heard, level=level, echoed=echoed, device=device)
    record(facts.CHECKED, at=at, by=person, person=person, passed=passed(made))
    return made


def passed(check: DeviceCheck) -> bool:
    """Whether the person can work with these devices."""
    return check.heard and check.echoed and check.level >= SOFTEST


def last(person: Person) -> DeviceCheck | None:
    return DeviceCheck.objects.filter(person=person).order_by("-at").first()
