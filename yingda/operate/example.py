"""The example organisation of a first start: invented, in Chinese, with passwords generated and shown once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from yingda.channels.chat.models import Site
from yingda.journal import verb
from yingda.people.models import Capability, Grant, Line, Organisation, Person, Role, Team
from yingda.standard.hours import set_week, today
from yingda.standard.versions import ensure_first_version
from yingda.standard.week_hours import DAYS
from yingda.telephony.models import Hotline, Number, WebCall

# Code, names, colour of its buttons, invented number that callers dial.
LINES = [
    ("hotline", "市民热线", "City Hotline", "#1f6f5c", "960123"),
    ("shop", "青禾家电售后", "Qinghe Appliances", "#2f5d8a", "960456"),
]
TEAMS = [
    ("热线一组", "Hotline Team", ["hotline"]),
    ("售后一组", "After-sales Team", ["shop"]),
    ("技术组", "Technical Team", ["hotline", "shop"]),
]
AT_ONCE = {"chat": 3, "phone": 1}  # contacts of a channel
# The hotline never closes, so that a newcomer is answered at any hour; the shop shows what happens outside hours.
DAY_AND_NIGHT = {day: [["00:00", "24:00"]] for day in DAYS} | {
    "public_holidays": "as_usual",
    "make_up_workdays": "as_usual",
    "make_up_like": "monday",
}


@dataclass(frozen=True)
class Member:
    """Somebody of the example: user name, work number, names, role, team (index in TEAMS) and languages."""

    username: str
    work_number: str
    name: str
    name_en: str
    role: Role
    team: int | None = None
    languages: tuple[str, ...] = ("zh",)


MEMBERS = [
    Member("admin", "6000", "梁静", "Liang Jing", Role.ADMINISTRATOR),
    Member("wangfang", "6021", "王芳", "Wang Fang", Role.AGENT, 0, ("zh", "en")),
    Member("chenjie", "6022", "陈杰", "Chen Jie", Role.AGENT, 0),
    Member("zhoumin", "6001", "周敏", "Zhou Min", Role.SUPERVISOR, 0, ("zh", "en")),
    Member("liuyang", "6031", "刘洋", "Liu Yang", Role.AGENT, 1, ("zh", "en")),
    Member("sunli", "6032", "孙丽", "Sun Li", Role.AGENT, 1),
    Member("zhaolei", "6002", "赵磊", "Zhao Lei", Role.SUPERVISOR, 1),
    Member("heping", "6041", "何平", "He Ping", Role.AGENT, 2),
    Member("wuqian", "6090", "吴倩", "Wu Qian", Role.INSPECTOR),
    Member("xuwen", "6091", "徐雯", "Xu Wen", Role.EDITOR),
    Member("malin", "6092", "马琳", "Ma Lin", Role.AUDITOR),
]


@dataclass(frozen=True)
class Credential:
    """What a member signs in with; the password is not kept anywhere else."""

    username: str
    password: str
    name: str
    work_number: str
    role: str


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not Person.objects.exists()


def plant(*, at: datetime) -> list[Credential]:
    """Make the example organisation in an empty database and approve the shipped standard. Returns who can sign in."""
    passwords = {member.username: readable_password() for member in MEMBERS}
    hashes = {username: make_password(password) for username, password in passwords.items()}  # slow: before the verb
    made(hashes, at=at)
    return [
        Credential(member.username, passwords[member.username], member.name, member.work_number, member.role.label)
        for member in MEMBERS
    ]


@verb
def made(hashes: dict[str, str], *, at: datetime) -> None:
    Organisation.objects.create(pk=1, name="青禾市民服务中心", name_en="Qinghe Service Centre")
    lines = {one[0]: made_line(*one) for one in LINES}
    teams = [made_team(name, name_en, [lines[code] for code in codes]) for name, name_en, codes in TEAMS]
    ensure_first_version(at=at)
    for member in MEMBERS:
        made_member(member, teams, hashes[member.username])
    Organisation.objects.update(duty_manager=Person.objects.get(username="zhoumin"))
    set_week(lines["hotline"], DAY_AND_NIGHT, since=today(at), by=Person.objects.get(username="admin"), at=at)


def made_line(code: str, name: str, name_en: str, accent: str, digits: str) -> Line:
    line = Line.objects.create(code=code, name=name, name_en=name_en)
    looks = {"key": code, "line": line, "title": name, "title_en": name_en, "accent": accent}
    Site.objects.create(**looks)
    WebCall.objects.create(**looks)
    number = Number.objects.create(digits=digits, label=name, line=line)
    Hotline.objects.create(line=line, languages=["zh", "en"], caller_number=number)
    return line


def made_team(name: str, name_en: str, lines: list[Line]) -> Team:
    team = Team.objects.create(name=name, name_en=name_en)
    team.lines.set(lines)
    return team


def made_member(member: Member, teams: list[Team], password: str) -> None:
    team = None if member.team is None else teams[member.team]
    person = Person.objects.create(
        username=member.username,
        password=password,
        name=member.name,
        name_en=member.name_en,
        work_number=member.work_number,
        team=team,
    )
    Grant.objects.create(person=person, role=member.role)
    if member.role == Role.SUPERVISOR and team:
        Team.objects.filter(pk=team.pk).update(supervisor=person)
    if member.role in {Role.AGENT, Role.SUPERVISOR}:
        for channel, at_once in AT_ONCE.items():
            Capability.objects.create(person=person, kind=Capability.Kind.CHANNEL, code=channel, number=at_once)
        for language in member.languages:
            Capability.objects.create(person=person, kind=Capability.Kind.LANGUAGE, code=language)


def readable_password() -> str:
    """Twelve letters and digits in groups, without look-alikes: easy to type from a terminal."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
