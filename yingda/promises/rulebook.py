"""Which rules a fact may move: an index from fact name to the rules of one standard, kept in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from yingda.journal.models import Fact
from yingda.standard import versions
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.errors import NoStandard
from yingda.standard.shape import Condition, PromiseRule, Standard
from yingda.standard.shelf import shelf

Key = tuple[int, int | None]
REACHED = {"case": ("case", "contact")}  # a fact of a case also speaks for the contacts of that case


@dataclass(frozen=True)
class Rulebook:
    """The enforced rules of one standard: `opening` by fact name, and the conditions that move what is open."""

    standard: Standard
    opening: dict[str, list[PromiseRule]] = field(default_factory=dict)
    moving: dict[str, list[tuple[str, Condition]]] = field(default_factory=dict)

    def opened_by(self, fact: Fact, kind: str) -> list[PromiseRule]:
        """The rules about this kind of subject that the fact opens."""
        rules = self.opening.get(fact.name, ())
        return [rule for rule in rules if rule.subject == kind and met(rule.opens, fact)]

    def moves(self, fact: Fact, kind: str) -> bool:
        """Whether the fact may keep, end, pause, resume, cancel or reset promises through this kind of subject."""
        reached = REACHED.get(kind, (kind,))
        conditions = self.moving.get(fact.name, ())
        return any(subject in reached and condition.holds(fact.name, fact.data) for subject, condition in conditions)


def met(conditions: Iterable[Condition], fact: Fact) -> bool:
    """Whether the fact meets any of these conditions."""
    return any(condition.holds(fact.name, fact.data) for condition in conditions)


def book(standard: Standard) -> Rulebook:
    """The rulebook of this standard. Made once: a version never changes."""
    key: Key = (standard.version, standard.line)
    known = BOOKS.get(key)
    if known is None or known.standard is not standard:
        known = BOOKS[key] = written(standard)
    return known


def rule_of(version: int, line: int | None, rule: str) -> tuple[PromiseRule, ServiceCalendar]:
    """A promise's rule as it began, and the hours it counts in. Raises NoSuchRule."""
    standard = versions.of(version, line)
    return standard.promise(rule), standard.calendar


def written(standard: Standard) -> Rulebook:
    made = Rulebook(standard)
    for rule in standard.promises:
        if not rule.enforced:
            continue
        for name in {condition.fact for condition in rule.opens}:
            made.opening.setdefault(name, []).append(rule)
        groups = (*rule.keeps, rule.until, rule.pauses, rule.resumes, rule.cancels, rule.resets)
        for condition in {condition for group in groups for condition in group}:
            made.moving.setdefault(condition.fact, []).append((rule.subject, condition))
    return made


BOOKS: dict[Key, Rulebook] = {}


def known_names() -> frozenset[str]:
    """The names of all facts that an enforced rule of any approved version listens to; none without a standard.

    Asked for every batch of facts, so it must cost nothing: it is worked out anew only when another version is
    approved. A version that was in force once may still judge what began under it.
    """
    try:
        approved = shelf.fresh().versions
        latest = versions.of(approved[-1], None)
    except NoStandard:
        return frozenset()
    if NAMES.get("approved") != approved or NAMES.get("latest") is not latest:
        names = frozenset().union(*(names_of(versions.of(id, None)) for id in approved))
        NAMES.update(approved=approved, latest=latest, names=names)
    return NAMES["names"]


def names_of(standard: Standard) -> frozenset[str]:
    return frozenset().union(*(rule.facts() for rule in standard.promises if rule.enforced))


NAMES: dict = {}
