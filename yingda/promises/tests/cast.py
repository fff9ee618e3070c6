"""A named cast: `wang` serves the hotline under `zhou`, `qian` is duty manager, `liu` of the shop is the outsider."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.journal import FactName, record, verb
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.people.models import Grant, Line, Organisation, Person, Role, Team
from yingda.promises.models import Promise
from yingda.standard import versions

AT = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)  # Monday, ten in the morning in Shanghai
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


@dataclass
class Cast:
    hotline: Line
    shop: Line
    wang: Person
    chen: Person
    zhou: Person
    qian: Person
    liu: Person


@verb
def a_cast() -> Cast:
    versions.forget()
    versions.ensure_first_version(AT - 30 * DAY)
    hotline = Line.objects.create(code="hotline", name="市民热线", name_en="City Hotline")
    shop = Line.objects.create(code="shop", name="家电售后", name_en="Appliances")
    team, shop_team = Team.objects.create(name="热线一组"), Team.objects.create(name="售后一组")
    team.lines.set([hotline])
    shop_team.lines.set([shop])
    team.supervisor = a_person("zhou", "6001", "周敏", Role.SUPERVISOR, team)
    team.save(update_fields=["supervisor"])
    qian = a_person("qian", "6000", "钱进", Role.SUPERVISOR, None)
    Organisation.objects.create(pk=1, name="青禾市民服务中心", name_en="Qinghe Service Centre", duty_manager=qian)
    return Cast(
        hotline=hotline,
        shop=shop,
        wang=a_person("wang", "6021", "王芳", Role.AGENT, team),
        chen=a_person("chen", "6022", "陈杰", Role.AGENT, team),
        zhou=team.supervisor,
        qian=qian,
        liu=a_person("liu", "6031", "刘洋", Role.AGENT, shop_team),
    )


def a_person(username: str, number: str, name: str, role: str, team: Team | None) -> Person:
    person = Person.objects.create(username=username, work_number=number, name=name, team=team, password="!")
    Grant.objects.create(person=person, role=role)
    return person


def a_contact(cast: Cast, agent: Person | None = None, at: datetime = AT) -> Contact:
    standard = versions.in_force(cast.hotline, at).version
    return Contact.objects.create(line=cast.hotline, channel="chat", arrived=at, agent=agent, standard_id=standard)


def a_case(cast: Cast, owner: Person | None = None, at: datetime = AT, line: Line | None = None) -> Case:
    number = f"260608-{Case.objects.count() + 1:04}"
    owner = owner or cast.wang
    return Case.objects.create(number=number, line=line or cast.hotline, owner=owner, opened=at, changed=at)


@verb
def happens(name: FactName, at: datetime = AT, **given) -> Fact:
    """Record a fact as a verb of its own, on the hotline of its contact or case."""
    about = given.get("contact") or given.get("case")
    return record(name, at=at, line=about and about.line_id, **given)


def promise(rule: str, **about) -> Promise:
    """The one promise by this rule."""
    return Promise.objects.get(rule=rule, **about)


def facts_named(prefix: str = "promise.") -> list[str]:
    """The names of the facts so far, in order, without the prefix."""
    names = Fact.objects.filter(name__startswith=prefix).order_by("id").values_list("name", flat=True)
    return [name.removeprefix(prefix) for name in names]


def like(pattern: Promise, count: int, **changes) -> None:
    """So many more promises like this one, each opened by a fact of its own."""
    fields = {field.attname: getattr(pattern, field.attname) for field in Promise._meta.concrete_fields}
    fields = fields | changes
    Promise.objects.bulk_create(
        Promise(**fields | {"id": None, "uid": uuid7(), "opened_by": -number}) for number in range(1, count + 1)
    )
