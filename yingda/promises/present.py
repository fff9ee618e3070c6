"""Promises as the API and the feed show them: the same dicts, built for many at once in a fixed number of queries."""

from collections.abc import Iterable, Sequence

from yingda.cases.models import Case
from yingda.contacts.labels import CHANNELS
from yingda.contacts.models import Contact
from yingda.contacts.present import by_id, person_brief
from yingda.customers.masking import mask_numbers
from yingda.journal import FactName
from yingda.journal.models import Fact
from yingda.journal.presenting import present_object
from yingda.lib.say import Sentence, say
from yingda.people.models import Line, Person
from yingda.promises import facts as happenings
from yingda.promises.deadlines import Deadlines, History, in_order
from yingda.promises.models import Extension, Notice, Pause, Promise, PromiseHandover
from yingda.promises.rulebook import rule_of
from yingda.promises.subjects import CASE, CONTACT
from yingda.standard.shape import NoSuchRule

CARRYING = tuple(fact for fact in vars(happenings).values() if isinstance(fact, FactName) and "promise" in fact.fields)
NO_RULE = say("（此版标准没有这条规则）", "(not in this version of the standard)")


def promise_out(promises: Iterable[Promise]) -> list[dict]:
    """The JSON of promises. Numbers in an agent's words are masked (11.1)."""
    promises = list(promises)
    people = by_id(Person, (promise.owner_id for promise in promises))
    lines = by_id(Line, (promise.line_id for promise in promises))
    contacts = by_id(Contact, (promise.contact for promise in promises))
    cases = by_id(Case, (promise.case for promise in promises))
    histories = histories_of(promises)
    return [
        one_out(promise, histories[promise.pk], contacts.get(promise.contact), cases.get(promise.case))
        | {
            "line": lines[promise.line_id].code if promise.line_id else None,
            "owner": person_brief(people.get(promise.owner_id)),
        }
        for promise in promises
    ]


def one_out(promise: Promise, history: History, contact: Contact | None, case: Case | None) -> dict:
    title, source, reminders = shown_rule(promise, history)
    return {
        "id": promise.uid,
        "rule": promise.rule,
        "title": title.zh,
        "title_en": title.en,
        "source": source,
        "subject": subject_out(promise, contact, case),
        "contact": contact and contact.uid,
        "case": case and case.uid,
        "opened": promise.opened,
        "target": promise.target,
        "limit": promise.limit,
        "reminders": reminders,
        "state": promise.state,
        "settled": promise.settled,
        "broken": promise.broken,
        "round": promise.round,
        "words": mask_numbers(promise.words),
    }


def shown_rule(promise: Promise, history: History) -> tuple[Sentence, str, list]:
    """Title, source and reminder instants; a rule that its version lacks still shows the promise."""
    try:
        rule, calendar = rule_of(promise.standard_id, promise.line_id, promise.rule)
    except NoSuchRule:
        return NO_RULE, "", []
    deadlines = Deadlines(rule, calendar, history)
    stages = [deadlines.stage(rank, promise.limit) for rank in range(len(rule.reminders))]
    return rule.title, rule.source, [stage.at for stage in stages]


def subject_out(promise: Promise, contact: Contact | None, case: Case | None) -> dict:
    """What it is about: a case by its number, a contact by its channel."""
    if promise.subject_kind == CASE and case:
        return {"kind": CASE, "id": case.uid, "label": case.number, "label_en": case.number}
    if promise.subject_kind == CONTACT and contact:
        channel = CHANNELS[contact.channel]
        return {"kind": CONTACT, "id": contact.uid, "label": channel.zh, "label_en": channel.en}
    return {"kind": promise.subject_kind, "id": None, "label": "", "label_en": ""}


def histories_of(promises: Sequence[Promise]) -> dict[int, History]:
    """The histories of these promises: two queries."""
    ids = [promise.pk for promise in promises]
    pauses, extensions = {id: [] for id in ids}, {id: [] for id in ids}
    stood = Pause.objects.filter(promise__in=ids).values_list("promise", "since", "ended")
    for id, since, ended in stood:
        pauses[id].append((since, ended))
    moved = Extension.objects.filter(promise__in=ids).order_by("at", "id").values_list("promise", "at", "limit")
    for id, at, limit in moved:
        extensions[id].append((at, limit))
    return {
        promise.pk: History(promise.opened, promise.due, in_order(pauses[promise.pk]), tuple(extensions[promise.pk]))
        for promise in promises
    }


def extension_out(extension: Extension) -> dict:
    return {
        "id": extension.uid,
        "before": extension.before,
        "limit": extension.limit,
        "reason": mask_numbers(extension.reason),
        "told": mask_numbers(extension.told),
        "by": person_brief(extension.by),
        "at": extension.at,
    }


def handover_out(handover: PromiseHandover) -> dict:
    return {
        "id": handover.uid,
        "promise": handover.promise.uid,
        "by": person_brief(handover.by),
        "to": person_brief(handover.to),
        "at": handover.at,
        "answered": handover.answered,
        "accepted": handover.accepted,
    }


def notice_out(notices: Iterable[Notice]) -> list[dict]:
    """The JSON of notices, each with its promise."""
    notices = list(notices)
    promises = list(by_id(Promise, (notice.promise_id for notice in notices)).values())
    shown = {promise.pk: out for promise, out in zip(promises, promise_out(promises), strict=True)}
    return [
        {
            "id": notice.pk,
            "kind": notice.kind,
            "at": notice.at,
            "limit": notice.limit,
            "promise": shown[notice.promise_id],
        }
        for notice in notices
    ]


def of_facts(facts: Sequence[Fact], audience: str) -> dict[int, dict]:
    """What the feed carries with facts about promises: to staff the promise as GET returns it, to customers nothing."""
    if audience != "staff":
        return {}
    uids = {fact.pk: fact.data["promise"] for fact in facts}
    promises = list(Promise.objects.filter(uid__in=set(uids.values())))
    shown = {str(promise.uid): out for promise, out in zip(promises, promise_out(promises), strict=True)}
    return {id: shown[uid] for id, uid in uids.items() if uid in shown}


def register() -> None:
    """Let the feed carry promises."""
    for name in CARRYING:
        present_object(name, of_facts)
