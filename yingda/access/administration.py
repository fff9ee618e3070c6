"""What an administrator does with people, teams and lines. A change of rights is itself a fact."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yingda.access.errors import Taken
from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.lib.errors import Malformed, NotFound
from yingda.lib.say import say
from yingda.people import facts
from yingda.people.models import Capability, Grant, Line, Person, Role, Team

PASSWORD = say("密码", "Password")
USERNAME = say("用户名", "User name")
WORK_NUMBER = say("工号", "Work number")
ROLES = say("角色", "Roles")
LAST = say("至少要留一位在用的管理员。", "at least one active administrator must remain.")
PLAIN = ("name", "name_en", "work_number", "language", "is_active")


def checked_password(password: str, person: Person | None = None) -> str:
    """The password, if it is good enough. Raises Malformed with the reasons."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Malformed(field="password", field_name=PASSWORD(), why=" ".join(error.messages)) from error
    return password


@verb
def add_person(
    *,
    username: str,
    password_hash: str,
    by: Person | None,
    at: datetime,
    roles: list[str],
    team: UUID | None = None,
    **fields,
) -> Person:
    """A new person with these roles. Raises Taken when the user name or work number is in use."""
    username = username.strip().lower()
    if Person.objects.filter(username=username).exists():
        raise Taken(field="username", field_name=USERNAME(), value=username)
    must_be_free(fields["work_number"], None)
    person = Person.objects.create(username=username, password=password_hash, team=team_of(team), **fields)
    set_roles(person, roles)
    record(facts.RIGHTS, at=at, by=by, person=person)
    return person


@verb
def change_person(person: Person, *, by: Person, at: datetime, changes: dict) -> Person:
    """Change what is named in `changes`: name, work number, team, roles, capabilities, whether they may sign in."""
    person = lock_rows(Person.objects.filter(pk=person.pk)).get()
    if "work_number" in changes:
        must_be_free(changes["work_number"], person)
    for field in PLAIN:
        if field in changes:
            setattr(person, field, changes[field])
    if "team" in changes:
        person.team = team_of(changes["team"])
    person.save(update_fields=[*PLAIN, "team"])
    if "roles" in changes:
        set_roles(person, changes["roles"])
    if "capabilities" in changes:
        set_capabilities(person, changes["capabilities"])
    must_leave_an_administrator()
    record(facts.RIGHTS, at=at, by=by, person=person)
    return person


@verb
def reset_password(person: Person, password_hash: str, *, by: Person | None, at: datetime) -> None:
    """Give a person a new password; their other sessions end with the old one."""
    Person.objects.filter(pk=person.pk).update(password=password_hash)
    record(facts.RIGHTS, at=at, by=by, person=person)


@verb
def save_line(*, code: str, name: str, name_en: str, active: bool, by: Person, at: datetime) -> Line:
    """Make or change the business line of this code."""
    line, _ = Line.objects.update_or_create(code=code, defaults={"name": name, "name_en": name_en, "active": active})
    record(facts.LINE, at=at, by=by, line=line)
    return line


@verb
def save_team(
    *, uid: UUID, name: str, name_en: str, lines: list[str], supervisor: UUID | None, by: Person, at: datetime
) -> Team:
    """Make or change a team: the lines it serves and who supervises it. Its members' rights follow."""
    if Team.objects.filter(name=name).exclude(uid=uid).exists():
        raise Taken(field="name", field_name=name, value=name)
    found = list(Line.objects.filter(code__in=lines))
    if len(found) != len(set(lines)):
        raise NotFound
    leader = None if supervisor is None else Person.objects.filter(uid=supervisor).first()
    team, _ = Team.objects.update_or_create(uid=uid, defaults={"name": name, "name_en": name_en, "supervisor": leader})
    team.lines.set(found)
    for person in team.members.all():
        record(facts.RIGHTS, at=at, by=by, person=person)
    return team


def must_be_free(work_number: str, person: Person | None) -> None:
    others = Person.objects.filter(work_number=work_number)
    if others.exclude(pk=person.pk if person else None).exists():
        raise Taken(field="work_number", field_name=WORK_NUMBER(), value=work_number)


def must_leave_an_administrator() -> None:
    if not Grant.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True).exists():
        raise Malformed(field="roles", field_name=ROLES(), why=LAST())


def team_of(uid: UUID | None) -> Team | None:
    if uid is None:
        return None
    team = Team.objects.filter(uid=uid).first()
    if team is None:
        raise NotFound
    return team


def set_roles(person: Person, roles: list[str]) -> None:
    person.grants.exclude(role__in=roles).delete()
    for role in roles:
        Grant.objects.get_or_create(person=person, role=role)


def set_capabilities(person: Person, capabilities: list[dict]) -> None:
    person.capabilities.all().delete()
    unique = {(one["kind"], one["code"]): one["number"] for one in capabilities}
    Capability.objects.bulk_create(
        Capability(person=person, kind=kind, code=code, number=number) for (kind, code), number in unique.items()
    )
