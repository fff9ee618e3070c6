"""Types, urgencies, causes, words, grades, ratings and texts as read from their files."""

from datetime import timedelta

from yingda.lib.say import Sentence, say
from yingda.standard.reading import Table
from yingda.standard.shape import BannedWord, Choice, Grade, Rating, RequestType, Words

GRADES = ("1", "2", "3", "4", "5")


def read_choices(file: Table, key: str) -> tuple[Choice, ...]:
    """The named values under `key`, each with its words and its rule."""
    choices = []
    for code, one in file.named(key).items():
        choices.append(Choice(code, one.title(), one.text("rule")))
        one.done()
    return tuple(choices)


def read_types(file: Table) -> tuple[tuple[Choice, ...], tuple[RequestType, ...]]:
    """Urgencies and request types."""
    urgencies = read_choices(file, "urgency")
    types = []
    for code, one in file.named("request_type").items():
        steps = []
        for step in one.tables("steps"):
            steps.append(step.title())
            step.done()
        types.append(RequestType(code, one.title(), one.text("rule"), tuple(steps), one.texts("promises", [])))
        one.done()
    file.done()
    return urgencies, tuple(types)


def read_words(file: Table, emoji: int, long_message: int) -> Words:
    """The banned words, with the limits of rule 6.4."""
    banned = []
    for code, one in file.named("ban").items():
        why, instead = one.table("why"), one.table("instead")
        banned.append(BannedWord(code, one.texts("words"), why.title(), instead.title(), one.flag("alone", False)))
        for part in (why, instead, one):
            part.done()
    file.done()
    return Words(tuple(banned), emoji, long_message)


def read_quality(file: Table) -> tuple[tuple[Grade, ...], Rating]:
    """The grades, best first, and what customers are asked."""
    grades = []
    for name, one in file.named("grade").items():
        if name not in GRADES:
            one.fault("", "等级只有 1 到 5", "is no grade: there are 1 to 5")
            continue
        grades.append(Grade(int(name), one.title(), one.length("within")))
        one.done()
    grades.sort(key=lambda grade: -grade.grade)
    must_widen(file, grades)
    satisfaction, aspects = read_choices(file, "satisfaction"), read_choices(file, "aspect")
    rating = file.table("rating")
    lasts = rating.span("lasts")
    asked = Rating(
        satisfaction,
        aspects,
        rating.whole("most", 2, 10),
        lasts.length if lasts else timedelta(),
        rating.flag("asks_if_solved"),
    )
    rating.done()
    file.done()
    return tuple(grades), asked


def must_widen(file: Table, grades: list[Grade]) -> None:
    """A fault unless each worse grade allows more time and the worst any."""
    if [grade.grade for grade in grades] != [5, 4, 3, 2, 1]:
        file.fault("grade", "须有 5、4、3、2、1 五个等级", "must have the grades 5, 4, 3, 2, 1")
        return
    bounds = [grade.within for grade in grades[:-1]]
    if None in bounds or grades[-1].within is not None or bounds != sorted(bounds):
        file.fault(
            "grade.within",
            "等级越低，允许的时间须越长；1 级不写",
            "must grow from grade 5 to grade 2; grade 1 has none",
        )


def read_texts(file: Table) -> tuple[dict[str, Sentence], dict[str, str]]:
    """The sentences for customers by key, and the rule of each."""
    texts, rules = {}, {}
    for key, one in file.named("text").items():
        places = one.texts("places")
        zh, en = one.text("zh"), one.text("en")
        one.places("zh", zh, places)
        one.places("en", en, places)
        texts[key], rules[key] = say(zh, en), one.text("rule")
        one.done()
    file.done()
    return texts, rules
