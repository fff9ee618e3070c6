"""The turns that a promise can take, on a locked row in memory: the verbs and the engine both take them here.

Each turn changes the row and notes its fact in `news`; whoever saved the row then calls `announce`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from yingda.journal import Code, FactName, record
from yingda.promises import facts
from yingda.promises.deadlines import Deadlines, History, in_order
from yingda.promises.models import Pause, Promise
from yingda.standard import versions
from yingda.standard.shape import PromiseRule, Standard

State = Promise.State
TURNED = ["state", "settled", "broken", "wake", "rank", "limit", "target", "owner", "case", "met", "reason"]


@dataclass(frozen=True)
class News:
    """A fact to record once the row is saved."""

    name: FactName
    at: datetime
    by: int | None
    data: dict


@dataclass
class Turning:
    """A locked promise with its rule and the rows that its facts may carry; `news` in the order of happening."""

    promise: Promise
    rule: PromiseRule
    standard: Standard
    rows: dict = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)  # begun or ended by these turns, not saved yet
    touched: bool = False

    @property
    def open(self) -> bool:
        return self.promise.state in Promise.OPEN

    def say(self, name: FactName, at: datetime, by: int | None, **data) -> None:
        self.touched = True
        self.news.append(News(name, at, by, data))

    def deadlines(self) -> Deadlines:
        """From its history, with what these turns have added to it: two queries."""
        return Deadlines(self.rule, self.standard.calendar, history_of(self.promise, self.pauses))

    def keep(self, at: datetime, by: int | None = None) -> None:
        """Kept; after the limit, kept late. Nothing happens to one that is settled already."""
        if not self.open:
            return
        self.catch_up(at)
        late = self.promise.state == State.BROKEN
        self.settle(State.KEPT_LATE if late else State.KEPT, at)
        if late:
            self.say(facts.KEPT_LATE, at, by)
        else:
            target = self.promise.target or self.promise.limit
            self.say(facts.KEPT, at, by, by_target=at <= target)

    def cancel(self, at: datetime, by: int | None = None, reason: str = "") -> None:
        """Nothing is owed any more. That it was broken before, if it was, stays."""
        if not self.open:
            return
        self.catch_up(at)
        self.promise.reason = reason
        self.settle(State.CANCELLED, at)
        self.say(facts.CANCELLED, at, by)

    def settle(self, state: State, at: datetime) -> None:
        self.promise.state, self.promise.settled, self.promise.wake = state, at, None

    def catch_up(self, at: datetime) -> None:
        """Bring the row to what is true at `at`: end a pause; break it if its limit passed before the clock came."""
        promise = self.promise
        if promise.state == State.PAUSED:
            self.resume(at)
        if promise.state == State.RUNNING and at > promise.limit:
            self.break_()

    def break_(self) -> None:
        """Its limit has passed. The escalation ladder begins with the next stage."""
        promise = self.promise
        promise.state, promise.broken = State.BROKEN, promise.limit
        promise.rank = len(self.rule.reminders) + 1
        self.say(facts.BROKEN, promise.limit, None)

    def pause(self, at: datetime, reason: str, by: int | None = None) -> None:
        """Time stands still. Only what runs, and is not over yet, can pause."""
        promise = self.promise
        if promise.state != State.RUNNING or at >= promise.limit:
            return
        self.pauses.append(Pause(promise=promise, since=at, reason=reason, by_id=by))
        promise.state, promise.wake = State.PAUSED, None
        self.say(facts.PAUSED, at, by, reason=Code(reason))

    def resume(self, at: datetime, by: int | None = None) -> None:
        """Time goes on: what was left at the pause is left now."""
        promise = self.promise
        if promise.state != State.PAUSED:
            return
        self.open_pause().ended = at
        promise.state = State.RUNNING
        self.recompute()
        self.say(facts.RESUMED, at, by, limit=promise.limit)

    def open_pause(self) -> Pause:
        """The pause in which it stands."""
        for pause in self.pauses:
            if pause.ended is None:
                return pause
        self.pauses.append(self.promise.pauses.get(ended=None))
        return self.pauses[-1]

    def recompute(self, at: datetime | None = None) -> None:
        """Target, limit and wake from history; with `at`, the stages go on from that instant, or from its pause."""
        promise, deadlines = self.promise, self.deadlines()
        promise.target, promise.limit = deadlines.target, deadlines.limit
        if at is not None:
            stands = promise.state == State.PAUSED
            promise.rank = deadlines.rank_at(self.open_pause().since if stands else at)
        promise.wake = deadlines.wake(promise.rank) if promise.state == State.RUNNING else None
        self.touched = True

    def give_to(self, owner: int | None) -> None:
        """Somebody else owns it now."""
        if owner is not None and owner != self.promise.owner_id:
            self.promise.owner_id = owner
            self.touched = True

    def announce(self) -> None:
        """Record what has happened, with the owner as the person concerned."""
        promise, rows = self.promise, self.rows
        for news in self.news:
            record(
                news.name,
                at=news.at,
                by=news.by,
                line=promise.line_id,
                contact=rows.get("contact", promise.contact),
                case=rows.get("case", promise.case),
                person=promise.owner_id,
                **named(promise) | news.data,
            )
        self.news = []


def named(promise: Promise) -> dict:
    """What every fact about a promise says of it."""
    return {"promise": promise.uid, "rule": Code(promise.rule)}


def history_of(promise: Promise, unsaved: Sequence[Pause] = ()) -> History:
    """The promise's history from its rows, and from pauses that are begun or changed in memory only."""
    stored = promise.pauses.exclude(pk__in=[pause.pk for pause in unsaved if pause.pk]) if promise.pk else ()
    extensions = promise.extensions.order_by("at", "id").values_list("at", "limit") if promise.pk else ()
    pauses = [(pause.since, pause.ended) for pause in [*stored, *unsaved]]
    return History(promise.opened, promise.due, in_order(pauses), tuple(extensions))


def standard_of(promise: Promise) -> Standard:
    """The standard that the promise began under."""
    return versions.of(promise.standard_id, promise.line_id)


def turning(promise: Promise) -> Turning:
    """A locked promise, ready to turn. Raises NoSuchRule when its version lacks its rule."""
    standard = standard_of(promise)
    return Turning(promise, standard.promise(promise.rule), standard)


def save(turn: Turning) -> None:
    """Write the turned row and record its facts. Inside a verb."""
    turn.promise.save(update_fields=TURNED)
    save_pauses([turn])
    turn.announce()


def save_pauses(turns: Sequence[Turning]) -> None:
    """Write the pauses that these turns began or ended."""
    for turn in turns:
        for pause in turn.pauses:
            pause.save()
