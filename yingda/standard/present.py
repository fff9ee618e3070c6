"""The standard as the page shows it."""

from collections.abc import Iterable, Mapping

from yingda.journal.names import declared
from yingda.lib.say import Sentence, say
from yingda.people.models import Line
from yingda.standard.durations import Span, Unit, in_words, span_in_words
from yingda.standard.listing import label, seconds
from yingda.standard.models import Version
from yingda.standard.shape import Choice, Condition, PromiseRule, Rule, Standard


def standard_out(standard: Standard, version: Version, line: Line | None, own: Mapping[Line, Standard]) -> dict:
    """A standard with titles, figures in words and numbers. `own`: the lines that differ, with their standards."""
    return {
        "version": standard.number,
        "effective": version.effective,
        "approver": brief(version.approver),
        "line": line and line.code,
        "chapters": [
            {
                "number": chapter.number,
                **both("title", chapter.title),
                "rules": [rule_out(rule, own) for rule in chapter.rules],
            }
            for chapter in standard.chapters
        ],
        **lists_out(standard),
    }


def lists_out(standard: Standard) -> dict:
    """Everything that people choose from, and what is said to customers."""
    return {
        "steps": choices(standard.steps),
        "request_types": [
            {
                "code": one.code,
                **both("label", one.label),
                "rule": one.rule,
                "steps": [step.zh for step in one.steps],
                "steps_en": [step.en for step in one.steps],
                "promises": list(one.promises),
            }
            for one in standard.request_types
        ],
        "urgencies": choices(standard.urgencies),
        "root_causes": choices(standard.root_causes),
        "rating": {
            "satisfaction": choices(standard.rating.satisfaction),
            "aspects": choices(standard.rating.aspects),
            "most": standard.rating.most,
            "asks_if_solved": standard.rating.asks_if_solved,
        },
        "words": words_out(standard),
        "texts": [
            {"key": key, "rule": standard.text_rules[key], "zh": text.zh, "en": text.en}
            for key, text in standard.texts.items()
        ],
        "announcements": [
            {"key": one.key, "rule": one.rule, "zh": one.words.zh, "en": one.words.en}
            for one in standard.voice.announcements.values()
        ],
    }


def words_out(standard: Standard) -> dict:
    banned = [
        {
            "code": one.code,
            "words": list(one.words),
            **both("why", one.why),
            **both("instead", one.instead),
            "alone": one.alone,
        }
        for one in standard.words.banned
    ]
    return {"banned": banned, "emoji": standard.words.emoji, "long_message": standard.words.long_message}


def rule_out(rule: Rule, own: Mapping[Line, Standard]) -> dict:
    return {
        "rule": rule.id,
        **both("title", rule.title),
        "source": rule.source,
        "enforced": rule.enforced,
        "figures": figures(rule),
        "promise": rule.promise and promise_out(rule.promise),
        "own": [
            {
                "line": line.code,
                "name": line.name,
                "name_en": line.name_en,
                "figures": figures(standard.rule(rule.id)),
            }
            for line, standard in own.items()
            if rule.id in standard.own
        ],
    }


def figures(rule: Rule) -> list[dict]:
    """The figures of a rule in words and numbers."""
    return [
        {
            "name": name,
            "label": label(name, "zh"),
            "label_en": label(name, "en"),
            "value": number(value),
            "unit": str(value.unit) if isinstance(value, Span) else "count",
            **both("words", span_in_words(value) if isinstance(value, Span) else say(str(value), str(value))),
        }
        for name, value in rule.figures.items()
    ]


def number(value: Span | int) -> float:
    if not isinstance(value, Span):
        return value
    return value.count if value.unit in (Unit.WORKING_DAYS, Unit.MONTHS) else seconds(value.length)


def promise_out(promise: PromiseRule) -> dict:
    extension = promise.extension
    return {
        "subject": promise.subject,
        "opens": facts_out(promise.opens),
        "keeps": [facts_out(group) for group in promise.keeps],
        "until": facts_out(promise.until),
        "cancels": facts_out(promise.cancels),
        "recurring": promise.recurring,
        "reminders": list(promise.reminders),
        "escalation": [
            {"after": seconds(rung.after), "to": rung.to, **both("words", in_words(rung.after))}
            for rung in promise.escalation
        ],
        "extension_times": extension.times,
        "extension_total": seconds(extension.total) if extension.total is not None else None,
    }


def facts_out(conditions: Iterable[Condition]) -> list[dict]:
    """The facts with their titles; a fact whose room comes later goes by its name."""
    found = []
    for one in conditions:
        fact = declared(one.fact)
        title = fact.title if fact else say(one.fact, one.fact)
        found.append({"fact": one.fact, **both("title", title), "when": dict(one.when)})
    return found


def choices(values: Iterable[Choice]) -> list[dict]:
    return [{"code": one.code, **both("label", one.label), "rule": one.rule} for one in values]


def both(key: str, sentence: Sentence) -> dict[str, str]:
    return {key: sentence.zh, f"{key}_en": sentence.en}


def version_out(version: Version, in_force: int) -> dict:
    """A version without its rules. `in_force`: the row's id of the one that judges now."""
    return {
        "id": version.uid,
        "number": version.number,
        "state": version.state,
        "effective": version.effective,
        "approver": brief(version.approver),
        "drafter": brief(version.drafter),
        "made": version.made,
        "note": version.note,
        "in_force": version.pk == in_force,
    }


def brief(person) -> dict | None:
    return person and {"id": person.uid, "name": person.name, "work_number": person.work_number}
