"""Where the widget may stand, and how it looks: kept by administrators."""

import re
from datetime import datetime

from yingda.channels.chat import facts
from yingda.channels.chat.models import Site
from yingda.journal import record, verb
from yingda.lib.errors import Malformed
from yingda.lib.origins import ORIGIN
from yingda.lib.say import say
from yingda.people.models import Line, Person

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ORIGINS = say("允许嵌入的网站", "Sites that may embed it")
ACCENT = say("主色", "Accent colour")
NO_ORIGIN = say(
    "“{origin}”应写成 https://www.example.cn，不带路径。",
    "write “{origin}” like https://www.example.cn, without a path.",
)
NO_COLOUR = say("应写成 #1f6f5c 这样的颜色。", "write a colour like #1f6f5c.")


@verb
def set_up(
    key: str,
    *,
    line: Line,
    origins: list[str],
    title: str,
    title_en: str,
    accent: str,
    active: bool,
    by: Person,
    at: datetime,
) -> Site:
    """Make the site of this key, or change it. Raises Malformed."""
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise Malformed(field="origins", field_name=ORIGINS, why=NO_ORIGIN(origin=origin))
    if not COLOUR.fullmatch(accent):
        raise Malformed(field="accent", field_name=ACCENT, why=NO_COLOUR)
    site, _ = Site.objects.update_or_create(
        key=key,
        defaults={
            "line": line,
            "origins": origins,
            "title": title,
            "title_en": title_en,
            "accent": accent,
            "active": active,
        },
    )
    record(facts.SITE, at=at, by=by, line=line, site=key)
    return site
