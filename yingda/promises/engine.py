"""Hears every fact inside the verb's own transaction: opens, keeps, pauses, resumes and cancels promises by the rules.

A rule that fails becomes a `rule.failed` fact; it never fails the verb. All rows of a batch of facts are written in one
savepoint (`apart`); only if the database refuses that, row by row.
"""

import logging
from collections.abc import Iterable, Sequence

from django.db.models import Q

from yingda.cases import facts as cases
from yingda.contacts import facts as contacts
from yingda.journal import Code, record
from yingda.journal.models import Fact
from yingda.journal.verbs import apart
from yingda.lib import rows
from yingda.lib.db import lock_rows, worth_a_retry
from yingda.lib.prepared import Given, Prepared
from yingda.promises import facts
from yingda.promises.models import Promise, PromiseHandover
from yingda.promises.opening import opened, renewed
from yingda.promises.rulebook import book, known_names, met
from yingda.promises.subjects import CASE, CONTACT, Key, Subject, keys_of, subjects_of
from yingda.promises.turns import TURNED, Turning, save_pauses, turning

log = logging.getLogger(__name__)

NEW_OWNER = {
    contacts.ANSWERED.name: CONTACT,
    contacts.TAKEN_OVER.name: CONTACT,
    cases.HANDOVER_ACCEPTED.name: CASE,
    cases.TAKEN.name: CASE,
}
BIRTHS = {contacts.ARRIVED.name: CONTACT, cases.OPENED.name: CASE}
LINKS = frozenset({cases.OPENED.name, cases.CONTACT_ADDED.name})
OWED_TO_CONTACT = Prepared(
    lambda: lock_rows(Promise.objects.unsettled().filter(contact=Given(Promise, "contact")).order_by("id"))
)
FEW = 5  # so many rows are written one by one
OF_THEMSELVES = LINKS | NEW_OWNER.keys() | BIRTHS.keys()


def hear(batch: Sequence[Fact]) -> None:
    """The subscriber. Facts that no rule listens to, or about nothing that a promise can be about, move nothing."""
    speaking = [fact for fact in batch if keys_of(fact)]
    names = known_names() if speaking else frozenset()
    heard = [fact for fact in speaking if fact.name in names or fact.name in OF_THEMSELVES]
    if any(fact.name not in BIRTHS for fact in heard) or any(fact.name in names for fact in heard):
        Hearing(heard).run()


class Hearing:
    """One batch of facts against the promises of their subjects."""

    def __init__(self, batch: list[Fact]):
        self.batch = batch
        self.subjects = subjects_of(batch)
        self.case_of = {fact.contact: fact.case for fact in batch if fact.contact and fact.case}
        self.turns: list[Turning] = []
        self.made: list[Turning] = []

    def run(self) -> None:
        if keys := {key: fact for fact in self.batch for key in self.moved(fact)}:
            self.load(keys)
        for fact in self.batch:
            for turn in [*self.turns, *self.made]:
                self.guarded(self.move, turn, fact)
            for kind, id in keys_of(fact):
                if subject := self.subjects.get((kind, id)):
                    for rule in book(subject.standard).opened_by(fact, kind):
                        self.guarded(self.open, rule, subject, fact)
        self.write()

    def guarded(self, step, about, *arguments) -> None:
        """Run one rule's step; what goes wrong in it is this rule's failure alone."""
        try:
            step(about, *arguments)
        except Exception as error:
            if worth_a_retry(error):
                raise
            self.failed(about.rule if isinstance(about, Turning) else about, error, arguments[-1])

    def moved(self, fact: Fact) -> list[Key]:
        """The subjects whose promises, if they stand in the database already, this fact can matter to."""
        return [
            key
            for key in keys_of(fact)
            if key in self.subjects and not self.newborn(key) and self.matters(fact, key[0], self.subjects[key])
        ]

    def matters(self, fact: Fact, kind: str, subject: Subject) -> bool:
        if NEW_OWNER.get(fact.name) == kind or (kind == CONTACT and fact.name in LINKS):
            return True
        rules = book(subject.standard)
        return rules.moves(fact, kind) or bool(rules.opened_by(fact, kind))

    def newborn(self, key: Key) -> bool:
        """A subject that began in this very batch has no promises yet."""
        return any(BIRTHS.get(fact.name) == key[0] and getattr(fact, key[0]) == key[1] for fact in self.batch)

    def load(self, keys: dict[Key, Fact]) -> None:
        """Lock what is still owed to these subjects, in the order of ids."""
        for promise in owed(list(keys)):
            try:
                self.turns.append(self.with_rows(turning(promise)))
            except LookupError as error:
                self.failed(promise.rule, error, next(iter(keys.values())))

    def with_rows(self, turn: Turning) -> Turning:
        """Its facts shall carry the rows that are at hand."""
        ids = ((CONTACT, turn.promise.contact), (CASE, turn.promise.case))
        turn.rows = {key[0]: self.subjects[key].row for key in ids if key in self.subjects}
        return turn

    def move(self, turn: Turning, fact: Fact) -> None:
        """What this fact does to this promise."""
        promise, rule = turn.promise, turn.rule
        if not turn.open or fact.pk <= promise.opened_by or not concerns(fact, promise):
            return
        self.learn(turn, fact)
        if met(rule.until, fact):
            turn.keep(fact.at, fact.by)
        elif met(rule.cancels, fact):
            turn.cancel(fact.at, fact.by)
        elif met(rule.resets, fact):
            promise.met, turn.touched = [], turn.touched or bool(promise.met)
        elif met(rule.pauses, fact):
            turn.pause(fact.at, fact.name.rpartition(".")[2], fact.by)
        elif met(rule.resumes, fact):
            turn.resume(fact.at, fact.by)
        else:
            self.keep_parts(turn, fact)

    def keep_parts(self, turn: Turning, fact: Fact) -> None:
        """Note the parts of the promise that this fact keeps; when all are, it is kept and may begin anew."""
        promise, rule = turn.promise, turn.rule
        parts = {number for number, part in enumerate(rule.keeps) if met(part, fact)}
        if not parts:
            return
        promise.met, turn.touched = sorted({*promise.met, *parts}), True
        if len(promise.met) == len(rule.keeps):
            turn.keep(fact.at, fact.by)
            if rule.recurring:
                self.made.append(self.with_rows(renewed(turn, fact)))

    def learn(self, turn: Turning, fact: Fact) -> None:
        """Its case, once its contact has one; its owner, when its subject gets one or another."""
        promise = turn.promise
        if promise.case is None and fact.case is not None and promise.subject_kind == CONTACT:
            promise.case, turn.touched = fact.case, True
        subject = self.subjects.get((promise.subject_kind, promise.subject))
        if subject is None or subject.owner in (None, promise.owner_id):
            return
        if promise.owner_id is None:
            turn.give_to(subject.owner)
        elif NEW_OWNER.get(fact.name) == promise.subject_kind and not handed_over(promise):
            turn.give_to(subject.owner)
            turn.say(facts.OWNER, fact.at, fact.by)

    def open(self, rule, subject: Subject, fact: Fact) -> None:
        """Open it, unless the same is still owed; each word that an agent gives is a promise of its own."""
        known = {
            (turn.promise.rule, turn.promise.subject_kind, turn.promise.subject)
            for turn in [*self.turns, *self.made]
            if turn.open
        }
        if rule.due_field or (rule.rule, subject.kind, subject.id) not in known:
            case = fact.case or self.case_of.get(fact.contact)
            self.made.append(self.with_rows(opened(rule, subject, fact, case=case)))

    def write(self) -> None:
        """Save all rows in one savepoint, or each in its own; then record what happened to those that were saved."""
        turned = [turn for turn in self.turns if turn.touched]
        if not turned and not self.made:
            return
        try:
            with apart():
                save_all(self.made, turned)
        except Exception as error:
            if worth_a_retry(error):
                raise
            log.warning("a batch of promises could not be saved, so each is tried alone", exc_info=True)
            self.write_singly(turned)
        for turn in [*turned, *self.made]:
            turn.announce()

    def write_singly(self, turned: list[Turning]) -> None:
        for turn in [*turned, *self.made]:
            try:
                with apart():
                    save_all([turn] if turn in self.made else [], [turn] if turn in turned else [])
            except Exception as error:
                if worth_a_retry(error):
                    raise
                turn.news = []
                self.failed(turn.rule, error, self.batch[0])

    def failed(self, rule, error: Exception, fact: Fact) -> None:
        """A failing rule is said aloud: in the log with its trace, in the journal for `doctor`."""
        id = getattr(rule, "rule", rule)
        log.error("rule %s failed on fact %s", id, fact.pk, exc_info=error)
        record(
            facts.RULE_FAILED,
            at=fact.at,
            line=fact.line,
            contact=fact.contact,
            case=fact.case,
            rule=Code(id),
            error=Code(type(error).__name__),
            fact=fact.pk,
        )


def owed(keys: Sequence[Key]) -> Iterable[Promise]:
    """What is still owed to these subjects, locked in the order of ids."""
    if len(keys) == 1 and keys[0][0] == CONTACT:
        return OWED_TO_CONTACT.all(contact=keys[0][1])
    wanted = Q()
    for kind, id in keys:
        wanted |= Q(**{kind: id}) if kind in (CONTACT, CASE) else Q(subject_kind=kind, subject=id)
    return lock_rows(Promise.objects.unsettled().filter(wanted).order_by("id"))


def concerns(fact: Fact, promise: Promise) -> bool:
    """Whether the fact speaks of the promise's subject; a fact of a case alone speaks for the contacts of the case."""
    id = getattr(fact, promise.subject_kind, None)
    if id is None and promise.subject_kind == CONTACT:
        return fact.case is not None and fact.case == promise.case
    return id == promise.subject


def handed_over(promise: Promise) -> bool:
    """Whether somebody took over this very promise: then it does not follow its subject's owner."""
    return PromiseHandover.objects.filter(promise=promise, accepted=True).exists()


def save_all(made: list[Turning], turned: list[Turning]) -> None:
    if made:
        rows.insert([turn.promise for turn in made])
    if len(turned) <= FEW:
        for turn in turned:
            rows.update(turn.promise, *TURNED)
    else:
        Promise.objects.bulk_update([turn.promise for turn in turned], TURNED)
    save_pauses([*made, *turned])
