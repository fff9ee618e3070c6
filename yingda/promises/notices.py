"""Who is told about a promise: its owner, the supervisor, the duty manager. Each person once per promise and limit."""

from collections.abc import Iterable
from datetime import datetime

from yingda.journal import verb
from yingda.people.models import Organisation, Person, Team
from yingda.promises.deadlines import ESCALATION, LIMIT, Stage
from yingda.promises.models import Notice
from yingda.promises.waking import Woken

OWNER, SUPERVISOR, DUTY_MANAGER = "owner", "supervisor", "duty_manager"


class Ladder:
    """The people on the rungs, looked up once for a batch: at most three queries, none when nobody is asked for."""

    def __init__(self, woken: Iterable[Woken]):
        climbing = [one for one in woken if any(stage.kind == ESCALATION for stage in one.stages)]
        asked = {stage.who for one in climbing for stage in one.stages}
        self.managers = duty_managers() if DUTY_MANAGER in asked else ()
        self.supervisors: dict[int, int] = {}
        self.of_line: dict[int, list[int]] = {}
        if SUPERVISOR in asked:
            self.supervisors = supervisors_of({one.row.owner for one in climbing if one.row.owner})
            self.of_line = supervisors_by_line({one.row.line for one in climbing if self.unled(one)})

    def unled(self, one: Woken) -> bool:
        return one.row.line is not None and one.row.owner not in self.supervisors

    def people(self, one: Woken, stage: Stage) -> list[int]:
        """Who is told of this stage: without an owner, or without the owner's team, the line's supervisors."""
        owner = one.row.owner
        if stage.kind == LIMIT:
            return []
        if stage.who == DUTY_MANAGER:
            return list(self.managers)
        if stage.who == SUPERVISOR:
            return [self.supervisors[owner]] if owner in self.supervisors else self.of_line.get(one.row.line, [])
        return [owner] if owner is not None else []


def notices(one: Woken, ladder: Ladder, at: datetime) -> list[Notice]:
    """At most one for each person: of all that was missed, the highest."""
    highest: dict[int, tuple[int, Stage]] = {}
    for rank, stage in enumerate(one.stages, one.row.rank):
        for person in ladder.people(one, stage):
            highest[person] = (rank, stage)
    return [
        Notice(promise_id=one.row.id, person_id=person, kind=stage.kind, rank=rank, limit=one.row.limit, at=at)
        for person, (rank, stage) in highest.items()
    ]


def duty_managers() -> tuple[int, ...]:
    found = Organisation.objects.filter(duty_manager__is_active=True).values_list("duty_manager", flat=True)
    return tuple(found)


def supervisors_of(owners: set[int]) -> dict[int, int]:
    """The active supervisor of each owner's team."""
    led = Person.objects.filter(pk__in=owners, team__supervisor__is_active=True)
    return dict(led.values_list("pk", "team__supervisor"))


def supervisors_by_line(lines: set[int]) -> dict[int, list[int]]:
    """The active supervisors of the teams that serve each line."""
    found: dict[int, list[int]] = {}
    teams = Team.objects.filter(lines__in=lines, supervisor__is_active=True).order_by("id")
    for line, supervisor in teams.values_list("lines", "supervisor").distinct():
        if supervisor not in found.setdefault(line, []):
            found[line].append(supervisor)
    return found


@verb
def see(person: Person, *, upto: int, at: datetime) -> int:
    """The person has seen all notices up to this id. Returns how many were unseen."""
    return Notice.objects.unseen_by(person.pk).filter(pk__lte=upto).update(seen=at)
