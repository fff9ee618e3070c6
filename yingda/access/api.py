"""Signing in and out, who I am, files, and the log of looks."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import File, Form, Router, Status, UploadedFile

from yingda.access import files, signing_in
from yingda.access.api_auth import Viewer
from yingda.access.idle import SEEN
from yingda.access.limits import allow
from yingda.access.models import Look
from yingda.access.schemas import FileOut, LookPage, MeOut, MePatch, PasswordIn, SignInIn
from yingda.lib.errors import Malformed
from yingda.lib.paging import page
from yingda.lib.say import say
from yingda.lib.times import micros, now
from yingda.people.models import Line, Organisation, Person, Role
from yingda.people.scope import scope_of

router = Router(tags=["access"])
NEW = say("新密码", "New password")
CURRENT = say("当前密码", "Current password")
WRONG = say("不正确，请重新输入。", "not right; type it again.")
SIGN_INS = 30
MINUTE = signing_in.MINUTE


@router.post("/session", auth=None, response=MeOut)
def sign_in(request: HttpRequest, body: SignInIn):
    address = request.META["REMOTE_ADDR"]
    at = now()
    allow("sign-in", address, most=SIGN_INS, window=MINUTE, at=at)
    person = signing_in.sign_in(body.username, body.password, address=address, at=at)
    login(request, person)
    request.session[SEEN] = micros(at)
    return me_out(request, Viewer(person, scope_of(person)))


@router.delete("/session", response={204: None})
def sign_out(request: HttpRequest):
    signing_in.signed_out(request.auth.person, why="asked", at=now())
    logout(request)
    return Status(204, None)


@router.get("/me", response=MeOut)
def me(request: HttpRequest):
    return me_out(request, request.auth)


@router.patch("/me", response=MeOut)
def change_me(request: HttpRequest, body: MePatch):
    if body.language:
        Person.objects.filter(pk=request.auth.person.pk).update(language=body.language)
        request.auth.person.language = body.language
    return me_out(request, request.auth)


@router.put("/me/password", response={204: None})
def change_password(request: HttpRequest, body: PasswordIn):
    person = request.auth.person
    allow("password", str(person.pk), most=5, window=MINUTE, at=now())
    if not person.check_password(body.current):
        raise Malformed(field="current", field_name=CURRENT(), why=WRONG())
    try:
        validate_password(body.new, person)
    except ValidationError as error:
        raise Malformed(field="new", field_name=NEW(), why=" ".join(error.messages)) from error
    person.set_password(body.new)
    person.save(update_fields=["password"])
    update_session_auth_hash(request, person)
    return Status(204, None)


@router.post("/files", response={201: FileOut})
def upload(request: HttpRequest, file: File[UploadedFile], uid: Form[UUID]):
    stored = files.store(file, name=file.name, size=file.size, uid=uid, by=request.auth.person, at=now())
    return Status(201, files.file_out(files.file_for(request.auth, stored.uid)))


@router.get("/files/{uid}", response={200: None}, summary="The file's bytes; inline only for re-encoded pictures")
def download(request: HttpRequest, uid: UUID):
    return served(files.file_for(request.auth, uid))


@router.get("/looks", response=LookPage)
def looks(request: HttpRequest, after: str | None = None, limit: int = 50):
    request.auth.must_be(Role.AUDITOR, Role.SUPERVISOR)
    rows = Look.objects.select_related("person")
    if not request.auth.scope.has(Role.AUDITOR):
        rows = rows.filter(person__team=request.auth.scope.team)
    return page(rows, order=("-id",), after=after, limit=limit).out(lambda found: [look_out(look) for look in found])


def served(file: files.StoredFile) -> HttpResponse:
    """The answer that carries a file: never executed, shown inline only when it is a picture of our own making."""
    response = HttpResponse(files.content(file), content_type=file.media_type)
    response["Content-Disposition"] = disposition("inline" if file.picture else "attachment", file.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def disposition(kind: str, name: str) -> str:
    return f"{kind}; filename*=UTF-8''{quote(name)}"


def me_out(request: HttpRequest, viewer: Viewer) -> dict:
    person, scope = viewer.person, viewer.scope
    lines = Line.objects.filter(active=True).order_by("id")
    return {
        "id": person.uid,
        "username": person.username,
        "name": person.name,
        "name_en": person.name_en,
        "work_number": person.work_number,
        "language": person.language,
        "roles": sorted(scope.roles),
        "team": {"id": person.team.uid, "name": person.team.name, "name_en": person.team.name_en}
        if person.team
        else None,
        "lines": list(
            (lines if scope.lines is None else lines.filter(pk__in=scope.lines)).values("code", "name", "name_en")
        ),
        "organisation": organisation_out(),
        "csrf": get_token(request),
        "idle_minutes": settings.YINGDA.idle_minutes,
    }


def organisation_out() -> dict:
    row = Organisation.objects.filter(pk=1).first() or Organisation(name="Yingda 应答")
    return {"name": row.name, "name_en": row.name_en, "zone": row.zone, "language": row.language}


def look_out(look: Look) -> dict:
    person = {"id": look.person.uid, "name": look.person.name, "work_number": look.person.work_number}
    return {
        "id": look.uid,
        "person": person,
        "kind": look.kind,
        "field": look.field,
        "subject": look.subject,
        "reason": look.reason,
        "at": look.at,
    }
