"""People, teams and lines: colleagues may see who is who; administrators change it."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from ninja import Path, Router, Status

from yingda.access import administration, signing_in
from yingda.access.people_schemas import (
    SLUG,
    LineIn,
    MemberIn,
    MemberOut,
    MemberPatch,
    NewPasswordIn,
    TeamDetail,
    TeamIn,
)
from yingda.access.schemas import LineOut
from yingda.lib.errors import Malformed, NotFound
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.people.models import Line, Person, Role, Team

router = Router(tags=["people"])
UNKNOWN_ROLE = say("没有这个角色。", "there is no such role.")


@router.get("/people", response=list[MemberOut])
def people(request: HttpRequest, team: UUID | None = None):
    rows = Person.objects.select_related("team").prefetch_related("grants", "capabilities").order_by("work_number")
    if team:
        rows = rows.filter(team__uid=team)
    if not request.auth.scope.has(Role.ADMINISTRATOR):
        rows = rows.filter(is_active=True)
    return [member_out(person) for person in rows]


@router.post("/people", response={201: MemberOut})
def add_person(request: HttpRequest, body: MemberIn):
    request.auth.must_be(Role.ADMINISTRATOR)
    fields = body.dict()
    must_be_roles(body.roles)
    password = administration.checked_password(fields.pop("password"))
    person = administration.add_person(
        **fields, password_hash=make_password(password), by=request.auth.person, at=now()
    )
    return Status(201, member_out(person))


@router.patch("/people/{uid}", response=MemberOut)
def change_person(request: HttpRequest, uid: UUID, body: MemberPatch):
    request.auth.must_be(Role.ADMINISTRATOR)
    changes = body.dict(exclude_unset=True)
    changes = {key: value for key, value in changes.items() if value is not None or key == "team"}
    if body.capabilities is not None:
        changes["capabilities"] = [one.dict() for one in body.capabilities]
    must_be_roles(changes.get("roles", []))
    return member_out(administration.change_person(found(uid), by=request.auth.person, at=now(), changes=changes))


@router.put("/people/{uid}/password", response={204: None})
def reset_password(request: HttpRequest, uid: UUID, body: NewPasswordIn):
    request.auth.must_be(Role.ADMINISTRATOR)
    person = found(uid)
    password = make_password(administration.checked_password(body.password, person))
    administration.reset_password(person, password, by=request.auth.person, at=now())
    return Status(204, None)


@router.delete("/people/{uid}/lock", response={204: None})
def unlock(request: HttpRequest, uid: UUID):
    request.auth.must_be(Role.ADMINISTRATOR)
    signing_in.unlock(found(uid).username, by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/teams", response=list[TeamDetail])
def teams(request: HttpRequest):
    return [
        team_out(team) for team in Team.objects.select_related("supervisor").prefetch_related("lines").order_by("name")
    ]


@router.put("/teams/{uid}", response=TeamDetail)
def save_team(request: HttpRequest, uid: UUID, body: TeamIn):
    request.auth.must_be(Role.ADMINISTRATOR)
    return team_out(administration.save_team(uid=uid, **body.dict(), by=request.auth.person, at=now()))


@router.get("/lines", response=list[LineOut])
def lines(request: HttpRequest):
    return Line.objects.filter(active=True).order_by("id")


@router.put("/lines/{code}", response=LineOut)
def save_line(request: HttpRequest, body: LineIn, code: str = Path(pattern=SLUG)):
    request.auth.must_be(Role.ADMINISTRATOR)
    return administration.save_line(code=code, **body.dict(), by=request.auth.person, at=now())


def found(uid: UUID) -> Person:
    person = Person.objects.filter(uid=uid).first()
    if person is None:
        raise NotFound
    return person


def must_be_roles(roles: list[str]) -> None:
    if any(role not in Role.values for role in roles):
        raise Malformed(field="roles", field_name=administration.ROLES(), why=UNKNOWN_ROLE())


def brief(person: Person) -> dict:
    return {"id": person.uid, "name": person.name, "work_number": person.work_number}


def member_out(person: Person) -> dict:
    return {
        **brief(person),
        "username": person.username,
        "name_en": person.name_en,
        "roles": sorted(grant.role for grant in person.grants.all()),
        "team": person.team and {"id": person.team.uid, "name": person.team.name, "name_en": person.team.name_en},
        "is_active": person.is_active,
        "capabilities": [
            {"kind": one.kind, "code": one.code, "number": one.number} for one in person.capabilities.all()
        ],
    }


def team_out(team: Team) -> dict:
    return {
        "id": team.uid,
        "name": team.name,
        "name_en": team.name_en,
        "lines": list(team.lines.all()),
        "supervisor": team.supervisor and brief(team.supervisor),
    }
