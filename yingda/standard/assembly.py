"""The parts of the rules, and the standard put together from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from yingda.lib.say import Sentence
from yingda.standard.calendar import ServiceCalendar, Week
from yingda.standard.days import PublicCalendar
from yingda.standard.durations import Span, Unit
from yingda.standard.forms import Form
from yingda.standard.lists import read_choices, read_quality, read_texts, read_types, read_words
from yingda.standard.promise_rules import read_figures, read_promises
from yingda.standard.reading import Table
from yingda.standard.shape import Chapter, Choice, Grade, PromiseRule, Rating, RequestType, Rule, Standard, Words
from yingda.standard.voice import Voice, read_voice
from yingda.standard.week_hours import read_hours_file

PROMISES_CHAPTER = 4


@dataclass
class Parts:
    """What the files say, read but not yet put together. Missing pieces stand as empty ones beside their faults."""

    files: Mapping[str, Table]
    chapters: dict[int, Sentence] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    promises: dict[str, PromiseRule] = field(default_factory=dict)
    week: Week | None = None
    public: PublicCalendar | None = None
    steps: tuple[Choice, ...] = ()
    urgencies: tuple[Choice, ...] = ()
    types: tuple[RequestType, ...] = ()
    causes: tuple[Choice, ...] = ()
    form: Form | None = None
    words: Words | None = None
    grades: tuple[Grade, ...] = ()
    rating: Rating | None = None
    texts: dict[str, Sentence] = field(default_factory=dict)
    text_rules: dict[str, str] = field(default_factory=dict)
    voice: Voice | None = None

    @classmethod
    def read(cls, files: Mapping[str, Table]) -> "Parts":
        """Read every file."""
        parts = cls(files)
        parts.read_chapters(files["chapters"])
        parts.promises, figures = read_promises(files["promises"], parts.ringing)
        for rule, promise in parts.promises.items():
            if rule in parts.rules:
                replace(files["chapters"], rule=rule).fault("", "与 promises.toml 重复", "stands in promises.toml too")
            own = {**promise_figures(promise, files["promises"]), **figures[rule]}
            parts.rules[rule] = Rule(rule, promise.title, promise.source, promise.enforced, promise, own)
        parts.resolve()
        parts.week, parts.public = read_hours_file(files["hours"])
        parts.steps = read_choices(files["steps"], "step")
        parts.causes = read_choices(files["root_causes"], "root_cause")
        files["steps"].done()
        files["root_causes"].done()
        parts.urgencies, parts.types = read_types(files["types"])
        values = {"urgency": parts.urgencies, "request_type": tuple(as_choice(one) for one in parts.types)}
        parts.form = Form(files["record_form"], values, tuple(one.code for one in parts.types))
        parts.words = read_words(files["words"], parts.number("6.4", "emoji"), parts.number("6.4", "long_message"))
        parts.grades, parts.rating = read_quality(files["quality"])
        parts.texts, parts.text_rules = read_texts(files["openings"])
        parts.voice = read_voice(files["voice"])
        return parts

    def read_chapters(self, file: Table) -> None:
        """Chapter titles and the rules of all chapters but the fourth."""
        for name, table in file.named("chapter").items():
            self.chapters[in_order(name)[0]] = table.title()
            table.done()
        for id, table in file.named("rule", as_rules=True).items():
            title, source, enforced = table.title(), table.text("source"), table.flag("enforced")
            self.rules[id] = Rule(id, title, source, enforced, figures=read_figures(table))
            table.done()
        file.done()

    def resolve(self) -> None:
        """Put the promise's figure where a rule names it."""
        for id, rule in self.rules.items():
            pointing = {key: value for key, value in rule.figures.items() if isinstance(value, str)}
            for key, value in pointing.items():
                other, _, name = value.partition(" ")
                found = self.rules[other].figures.get(name) if other in self.rules else None
                if found is None or isinstance(found, str):
                    table = replace(self.files["chapters"], rule=id, path="figures.")
                    table.fault(key, f"“{value}”没有这个数字", f'"{value}" is no figure of a promise')
                    found = 0
                rule.figures[key] = found

    def number(self, rule: str, name: str) -> int:
        """A whole-number figure that the program needs."""
        value = self.needed(rule, name, int, "整数", "a whole number")
        return value if value is not None else 1

    @property
    def ring(self) -> timedelta:
        value = self.needed("2.1", "ring", Span, "时长", "a length of time")
        return value.length if value else timedelta(seconds=5)

    @property
    def ringing(self) -> timedelta:
        """As long as the rings of 2.1 last."""
        return self.ring * self.number("2.1", "rings")

    def needed(self, rule: str, name: str, kind: type, zh: str, en: str):
        value = self.rules[rule].figures.get(name) if rule in self.rules else None
        if isinstance(value, kind):
            return value
        table = replace(self.files["chapters"], rule=rule, path="figures.")
        table.fault(name, f"缺少此项，请填写{zh}", f"is missing: write {en}")
        return None


def as_choice(one: RequestType) -> Choice:
    return Choice(one.code, one.label, one.rule)


def promise_figures(promise: PromiseRule, file: Table) -> dict[str, Span | int]:
    """The figures of a promise under their own names."""
    figures: dict[str, Span | int] = {}
    for name, value in (("target", promise.target), ("limit", promise.limit), ("widest", promise.widest)):
        if value is not None:
            days = promise.unit is Unit.WORKING_DAYS
            figures[name] = Span(promise.unit, count=value.days) if days else Span(promise.unit, value)
    if promise.unit is Unit.MONTHS:
        figures["limit"] = Span(Unit.MONTHS, count=promise.months)
    if promise.before and promise.before.ahead:
        figures["ahead"] = Span(Unit.ELAPSED, promise.before.ahead)
    if promise.accumulates:
        figures["amount"] = Span(Unit.ELAPSED, promise.accumulates.amount)
    return figures


def assemble(
    parts: Parts, own: Mapping, *, version: int, number: int, line: int | None, calendar: ServiceCalendar
) -> Standard:
    """The standard of one version for one line. The rules' week holds until the line's own in `calendar` begin."""
    calendar = replace(calendar, weeks=(parts.week, *calendar.weeks), public=parts.public)
    return Standard(
        version=version,
        number=number,
        line=line,
        chapters=chapters(parts),
        promises=tuple(parts.promises[id] for id in sorted(parts.promises, key=in_order)),
        calendar=calendar,
        rings=parts.number("2.1", "rings"),
        ring=parts.ring,
        request_types=parts.types,
        urgencies=parts.urgencies,
        root_causes=parts.causes,
        steps=parts.steps,
        fields=parts.form.fields,
        templates=parts.form.templates,
        required=parts.form.required,
        groups=parts.form.groups,
        words=parts.words,
        rating=parts.rating,
        grades=parts.grades,
        texts=parts.texts,
        text_rules=parts.text_rules,
        voice=parts.voice,
        rules=parts.rules,
        own=frozenset(own_rules(own)),
    )


def chapters(parts: Parts) -> tuple[Chapter, ...]:
    found = []
    for number, title in sorted(parts.chapters.items()):
        ids = sorted((id for id in parts.rules if in_order(id)[0] == number), key=in_order)
        found.append(Chapter(number, title, tuple(parts.rules[id] for id in ids)))
    return tuple(found)


def in_order(id: str) -> tuple[int, ...]:
    """Rule ids sort by their numbers: 4.2 before 4.10."""
    return tuple(int(part) if part.isdecimal() and len(part) < 6 else 0 for part in id.split("."))


def own_rules(own: Mapping) -> set[str]:
    """The rules in which a line's own figures differ."""
    rules = set(own.get("chapters", {}).get("rule", {})) | set(own.get("promises", {}).get("promise", {}))
    by_file = {"record_form": "3.1", "words": "6.1", "quality": "8.4", "openings": "2.3", "voice": "2.9"}
    return rules | {rule for file, rule in by_file.items() if own.get(file)}
