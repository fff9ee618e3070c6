"""The telephone set up over HTTP: administrators change all of it, editors what callers hear; supervisors see it."""

from io import BytesIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from yingda.access.people_schemas import SLUG
from yingda.lib.errors import NotFound
from yingda.lib.paging import page
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Line
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.lobby import menu_sounds
from yingda.telephony.models import Hotline, Menu, Number, Trunk
from yingda.telephony.prompts import audio, replacing
from yingda.telephony.setup import hotlines, menus, numbers, trunks
from yingda.telephony.setup import schemas as shapes
from yingda.telephony.setup.errors import UNKNOWN_CHOICE, malformed
from yingda.telephony.setup.present import hotline_out, menus_out, numbers_out, trunks_out
from yingda.telephony.setup.roles import EDITS, OWNS, SEES

router = Router(tags=["telephone"])
Code = Path(pattern=SLUG)
BYTES = {"schema": {"type": "string", "format": "binary"}}
SOUND = {"requestBody": {"required": True, "content": {"application/octet-stream": BYTES}}}


@router.get("/trunks", response=shapes.TrunksOut)
def list_trunks(request: HttpRequest, after: Words | None = None, limit: int = 200):
    request.auth.must_be(*SEES)
    return page(Trunk.objects.filter(dropped=None), order=("name",), after=after, limit=limit).out(trunks_out)


@router.post("/trunks", response={201: shapes.TrunkOut})
def create_trunk(request: HttpRequest, body: shapes.TrunkIn):
    request.auth.must_be(*OWNS)
    fields = body.dict()
    made = trunks.add(by=request.auth.person, at=now(), uid=fields.pop("id"), **fields)
    return Status(201, trunks_out([made])[0])


@router.put("/trunks/{id}", response=shapes.TrunkOut)
def put_trunk(request: HttpRequest, id: UUID, body: shapes.TrunkIn):
    request.auth.must_be(*OWNS)
    changed = trunks.change(one(Trunk, id), by=request.auth.person, at=now(), **body.dict(exclude={"id"}))
    return trunks_out([changed])[0]


@router.delete("/trunks/{id}", response={204: None})
def delete_trunk(request: HttpRequest, id: UUID):
    request.auth.must_be(*OWNS)
    trunks.drop(one(Trunk, id), by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/numbers", response=shapes.NumbersOut)
def list_numbers(request: HttpRequest, after: Words | None = None, limit: int = 200):
    request.auth.must_be(*SEES)
    rows = Number.objects.filter(dropped=None).select_related("line", "trunk")
    return page(rows, order=("digits",), after=after, limit=limit).out(numbers_out)


@router.post("/numbers", response={201: shapes.NumberOut})
def create_number(request: HttpRequest, body: shapes.NumberIn):
    request.auth.must_be(*OWNS)
    made = numbers.add(by=request.auth.person, at=now(), uid=body.id, **number_fields(body))
    return Status(201, numbers_out([made])[0])


@router.put("/numbers/{id}", response=shapes.NumberOut)
def put_number(request: HttpRequest, id: UUID, body: shapes.NumberIn):
    request.auth.must_be(*OWNS)
    changed = numbers.change(one(Number, id), by=request.auth.person, at=now(), **number_fields(body))
    return numbers_out([changed])[0]


@router.delete("/numbers/{id}", response={204: None})
def delete_number(request: HttpRequest, id: UUID):
    request.auth.must_be(*OWNS)
    numbers.drop(one(Number, id), by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/hotlines/{line}", response=shapes.HotlineOut)
def get_hotline(request: HttpRequest, line: str = Code):
    """How a line behaves on the phone; by the defaults until somebody has set it up."""
    request.auth.must_be(*SEES)
    return hotline_out(hotline_of(line_of(line)))


@router.put("/hotlines/{line}", response=shapes.HotlineOut)
def put_hotline(request: HttpRequest, body: shapes.HotlineIn, line: str = Code):
    request.auth.must_be(*EDITS)
    saved = hotlines.save(line_of(line), by=request.auth.person, at=now(), **body.dict())
    return hotline_out(Hotline.objects.select_related("line", "menu", "caller_number").get(pk=saved.pk))


@router.get("/menus", response=shapes.MenusOut)
def list_menus(request: HttpRequest, after: Words | None = None, limit: int = 200):
    request.auth.must_be(*SEES)
    rows = Menu.objects.filter(dropped=None).select_related("line")
    return page(rows, order=("name", "id"), after=after, limit=limit).out(menus_out)


@router.post("/menus", response={201: shapes.MenuOut})
def create_menu(request: HttpRequest, body: shapes.MenuIn):
    request.auth.must_be(*EDITS)
    fields = body.dict(exclude={"id", "line"})
    made = menus.add(named_line(body.line), by=request.auth.person, at=now(), uid=body.id, **fields)
    return Status(201, menus_out([made])[0])


@router.put("/menus/{id}", response=shapes.MenuOut)
def put_menu(request: HttpRequest, id: UUID, body: shapes.MenuIn):
    """A menu stays its line's."""
    request.auth.must_be(*EDITS)
    row = one(Menu, id)
    if body.line != row.line.code:
        raise malformed("line", UNKNOWN_CHOICE)
    fields = body.dict(exclude={"id", "line"})
    return menus_out([menus.change(row, by=request.auth.person, at=now(), **fields)])[0]


@router.delete("/menus/{id}", response={204: None})
def delete_menu(request: HttpRequest, id: UUID):
    request.auth.must_be(*EDITS)
    menus.drop(one(Menu, id), by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/menus/{id}/sounds/{language}", response={200: None}, summary="What callers hear, as WAV")
def get_menu_sound(request: HttpRequest, id: UUID, language: shapes.Language):
    request.auth.must_be(*SEES)
    row = one(Menu, id)
    if not menu_sounds.name_of(row, language):
        raise NotFound
    sound = audio.as_wav(audio.of_alaw(menu_sounds.alaw(row, language)))
    return HttpResponse(sound, content_type="audio/wav", headers={"Cache-Control": "private, no-cache"})


@router.put("/menus/{id}/sounds/{language}", response=shapes.MenuOut, openapi_extra=SOUND)
def put_menu_sound(request: HttpRequest, id: UUID, language: shapes.Language, name: Words = "recording"):
    """The request's body is a recording of the menu: WAV, MP3, OGG or FLAC."""
    request.auth.must_be(*EDITS)
    row, content = one(Menu, id), request.read(replacing.MOST_BYTES + 1)
    sound = replacing.recording_of(BytesIO(content), name=name, size=len(content))
    menus.record_sound(row, language, sound, by=request.auth.person, at=now())
    return menus_out([one(Menu, id)])[0]


@router.delete("/menus/{id}/sounds/{language}", response=shapes.MenuOut)
def delete_menu_sound(request: HttpRequest, id: UUID, language: shapes.Language):
    """The words are spoken again, where there is a synthesiser."""
    request.auth.must_be(*EDITS)
    menus.record_sound(one(Menu, id), language, None, by=request.auth.person, at=now())
    return menus_out([one(Menu, id)])[0]


def one(model: type, uid: UUID):
    """The row that stands. Raises NotFound."""
    rows = model.objects.filter(uid=uid, dropped=None)
    found = (rows if model is Trunk else rows.select_related("line")).first()
    if found is None:
        raise NotFound
    return found


def line_of(code: str) -> Line:
    found = Line.objects.select_related("hotline__menu", "hotline__caller_number").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def named_line(code: str) -> Line:
    """A line named in a body. Raises Malformed."""
    found = Line.objects.filter(code=code, active=True).first()
    if found is None:
        raise malformed("line", UNKNOWN_CHOICE)
    return found


def number_fields(body: shapes.NumberIn) -> dict:
    trunk = Trunk.objects.filter(uid=body.trunk, dropped=None).first() if body.trunk else None
    if body.trunk and trunk is None:
        raise malformed("trunk", UNKNOWN_CHOICE)
    return body.dict(include={"digits", "label", "active"}) | {"line": named_line(body.line), "trunk": trunk}
