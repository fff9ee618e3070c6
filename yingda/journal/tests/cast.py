"""What happens on the journal's test stage: facts of no room, recorded by nobody in particular."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from yingda.journal import Code, FactName, declare, record, verb
from yingda.lib.say import say

MORNING = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
SPOKE = declare("stage.spoke", say("说话", "Spoke"), number=int, word=Code)
SAW = declare(
    "stage.saw", say("看见", "Saw"), thing=UUID, due=datetime, after=timedelta, again=bool, count=int, colour=Code
)


@verb
def speak(*numbers: int, **who: int) -> None:
    """One verb, a fact for each number."""
    for number in numbers or (1,):
        record(SPOKE, at=MORNING, number=number, **who)


@verb
def recorded(name: FactName, **who: int) -> None:
    """One fact without data."""
    record(name, at=MORNING, **who)
