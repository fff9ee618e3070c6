"""Who is asked something by a colleague, or listens to a call, is not rung by another one meanwhile."""

from datetime import datetime

from yingda.people.models import Person
from yingda.people.restricting import release, restrict

CHANNEL = "phone"
ON_THE_PHONE = "on_the_phone"


def engage(person: Person | int, *, at: datetime) -> None:
    """Their phone is taken, though no contact is theirs."""
    restrict(person, reason=ON_THE_PHONE, channel=CHANNEL, at=at)


def disengage(person: Person | int, *, at: datetime) -> None:
    release(person, reason=ON_THE_PHONE, channel=CHANNEL, at=at)
