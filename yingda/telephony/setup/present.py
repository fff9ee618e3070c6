"""What is set up, as the API shows it. A trunk's password is never shown."""

from collections.abc import Iterable

from yingda.telephony.lines import taken
from yingda.telephony.lobby.menu_sounds import LANGUAGES, name_of
from yingda.telephony.models import Hotline, Menu, Number, Trunk, WebCall

TRUNK = (
    "name", "kind", "host", "port", "transport", "username", "matches", "srtp", "most_calls", "active", "registered",
    "seen",
)
HOTLINE = (
    "records", "notice", "languages", "position_every", "holds_place", "offer_place_after", "voice_mail",
    "short_abandon", "retention_days", "decent_from", "decent_until", "retries", "retry_minutes",
)  # fmt: skip
WEB_CALL = ("key", "title", "title_en", "origins", "accent", "active")


def trunks_out(rows: Iterable[Trunk]) -> list[dict]:
    shown = list(rows)
    lines = taken(row.pk for row in shown)
    return [
        {"id": row.uid, "has_password": bool(row.sealed), "calls": lines.get(row.pk, 0)} | fields(row, TRUNK)
        for row in shown
    ]


def numbers_out(rows: Iterable[Number]) -> list[dict]:
    return [
        {"id": row.uid, "line": row.line.code, "trunk": row.trunk and row.trunk.uid}
        | fields(row, ("digits", "label", "active"))
        for row in rows
    ]


def hotline_out(row: Hotline) -> dict:
    chosen = {"menu": row.menu and row.menu.uid, "caller_number": row.caller_number and row.caller_number.uid}
    return {"line": row.line.code} | chosen | fields(row, HOTLINE) | {"languages": row.languages or ["zh"]}


def menus_out(rows: Iterable[Menu]) -> list[dict]:
    return [
        {"id": row.uid, "line": row.line.code, "sounds": {language: source(row, language) for language in LANGUAGES}}
        | fields(row, ("name", "text", "choices", "seconds", "tries"))
        for row in rows
    ]


def source(menu: Menu, language: str) -> str:
    if menu.prompts.get(language):
        return "recorded"
    return "synthesised" if name_of(menu, language) else "none"


def web_calls_out(rows: Iterable[WebCall]) -> list[dict]:
    return [{"line": row.line.code} | fields(row, WEB_CALL) for row in rows]


def fields(row: object, names: Iterable[str]) -> dict:
    return {name: getattr(row, name) for name in names}
