"""A small installation with something of everything that a backup must carry."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yingda.cases import search as cases
from yingda.cases.models import Case
from yingda.customers import search as customers
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.lib.crypto import seal
from yingda.people import facts
from yingda.people.models import Line, Organisation, Person, Restriction

MONDAY = datetime(2030, 3, 4, 9, 0, 0, 123456, tzinfo=UTC)


@verb
def move_in(names=("王芳", "陈杰")) -> list[Person]:
    """People, a restriction each (times with and without end), and facts about them."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "青禾市民服务中心"})
    people = []
    for number, name in enumerate(names, 1 + Person.objects.count()):
        person = Person.objects.create(username=f"person{number}", work_number=str(6000 + number), name=name)
        Restriction.objects.create(person=person, reason="rest", since=MONDAY, until=MONDAY if number % 2 else None)
        record(facts.RESTRICTED, at=MONDAY, by=person, person=person, reason="rest")
        people.append(person)
    return people


def keep_matter(words="路灯不亮") -> Case:
    """A customer and a case, written past the verbs: no search index knows them."""
    line = Line.objects.create(code="hotline", name="市民热线")
    customer = Customer.objects.create(number="K1", name="李雪", line=line, made=MONDAY)
    numbered = {"number": "300304-0001", "title": words}
    return Case.objects.create(line=line, customer=customer, opened=MONDAY, changed=MONDAY, **numbered)


def found(words: str) -> list[str]:
    """The numbers of the customers and cases that the search finds by these words."""
    people, matters = customers.search(Customer.objects.all(), words), cases.search(Case.objects.all(), words)
    return [*people.values_list("number", flat=True), *matters.values_list("number", flat=True)]


def keep_file(words="录音") -> str:
    return default_storage.save("recordings/one.txt", ContentFile(words.encode()))


def seal_secret() -> tuple[str, bytes]:
    return seal("+8613800138000", aad=b"one")
