"""A small named cast for the tests of contacts and routing: two lines, three teams, and an outsider."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.test import Client

from yingda.contacts.arrive import arrive
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.lib.ids import uuid7
from yingda.people.models import Capability, Grant, Line, Organisation, Person, Role, Team
from yingda.standard.versions import ensure_first_version

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, ten in the morning in Shanghai
SECOND = timedelta(seconds=1)


@dataclass
class Cast:
    """`wang` and `chen` serve the hotline, `he` the hotline in the technical team, `liu` the shop alone."""

    hotline: Line
    shop: Line
    team: Team
    technical: Team
    shop_team: Team
    wang: Person
    chen: Person
    he: Person
    liu: Person
    zhou: Person  # supervisor of wang and chen
    wu: Person  # inspector
    editor: Person


@verb
def a_cast() -> Cast:
    Organisation.objects.create(pk=1, name="青禾市民服务中心", name_en="Qinghe Service Centre")
    hotline = Line.objects.create(code="hotline", name="市民热线", name_en="City Hotline")
    shop = Line.objects.create(code="shop", name="家电售后", name_en="Appliances")
    team, technical, shop_team = (Team.objects.create(name=name) for name in ("热线一组", "技术组", "售后一组"))
    team.lines.set([hotline])
    technical.lines.set([hotline])
    shop_team.lines.set([shop])
    ensure_first_version(AT - timedelta(days=30))
    return Cast(
        hotline=hotline,
        shop=shop,
        team=team,
        technical=technical,
        shop_team=shop_team,
        wang=a_person("wang", "6021", "王芳", Role.AGENT, team, languages=("zh", "en")),
        chen=a_person("chen", "6022", "陈杰", Role.AGENT, team),
        he=a_person("he", "6041", "何平", Role.AGENT, technical),
        liu=a_person("liu", "6031", "刘洋", Role.AGENT, shop_team),
        zhou=a_person("zhou", "6001", "周敏", Role.SUPERVISOR, team, chats=0),
        wu=a_person("wu", "6090", "吴倩", Role.INSPECTOR, None, chats=0),
        editor=a_person("editor", "6091", "徐雯", Role.EDITOR, None, chats=0),
    )


def a_person(
    username: str, number: str, name: str, role: str, team: Team | None, *, chats: int = 2, languages=("zh",)
) -> Person:
    person = Person.objects.create(username=username, work_number=number, name=name, team=team, password="!")
    Grant.objects.create(person=person, role=role)
    if chats:
        Capability.objects.create(person=person, kind=Capability.Kind.CHANNEL, code="chat", number=chats)
        for language in languages:
            Capability.objects.create(person=person, kind=Capability.Kind.LANGUAGE, code=language)
    return person


def a_customer(name: str = "李明", kind: str = Customer.Kind.RETURNING, line: Line | None = None) -> Customer:
    return Customer.objects.create(name=name, kind=kind, line=line, made=AT)


def comes(line: Line, *, at: datetime = AT, channel: str = "chat", **given: object) -> Contact:
    """A customer comes."""
    return arrive(line=line, channel=channel, uid=uuid7(), at=at, **given)


def again(contact: Contact) -> Contact:
    """The contact as it now is."""
    return Contact.objects.get(pk=contact.pk)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
