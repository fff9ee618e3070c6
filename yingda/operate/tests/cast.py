"""A small installation with something of everything that a backup must carry."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yingda.journal import record, verb
from yingda.lib.crypto import seal
from yingda.people import facts
from yingda.people.models import Organisation, Person, Restriction

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


def keep_file(words="录音") -> str:
    return default_storage.save("recordings/one.txt", ContentFile(words.encode()))


def seal_secret() -> tuple[str, bytes]:
    return seal("+8613800138000", aad=b"one")
