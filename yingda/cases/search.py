"""Finding cases by number, title, description and what else their records say of the matter."""

import re

from django.db.models import QuerySet

from yingda.cases.models import Case
from yingda.journal import verb
from yingda.lib.textindex import TextIndex

INDEX = TextIndex("cases_search")
CHUNK = 200
NUMBER = re.compile(r"[0-9]{6}-[0-9]{4,}")


def index(case: Case) -> None:
    """Keep up the search index, inside the verb that changed the words."""
    INDEX.put([(case.pk, searched(case))])


def searched(case: Case) -> str:
    """The text by which a case is found."""
    words = [case.number, case.title]
    for record in case.records.all():
        words += [record.description, record.demand, record.subject, record.place, record.related_number]
    return " ".join(words)


def search(queryset: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Those that these words find."""
    words = words.strip()
    return queryset.filter(number=words) if NUMBER.fullmatch(words) else INDEX.matching(queryset, words)


def rebuild() -> int:
    """Make the whole index again, in chunks; for a database that was filled past the verbs. Returns how many rows."""
    forget_all()
    done, last = 0, 0
    while rows := list(Case.objects.filter(pk__gt=last).order_by("pk").prefetch_related("records")[:CHUNK]):
        index_chunk(rows)
        done, last = done + len(rows), rows[-1].pk
    return done


@verb
def forget_all() -> None:
    INDEX.empty()


@verb
def index_chunk(rows: list[Case]) -> None:
    INDEX.put([(case.pk, searched(case)) for case in rows])
