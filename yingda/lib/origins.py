"""Origins of web pages that may frame one of ours, as the content policy takes them."""

import re
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")


def sound(origins: list[str]) -> list[str]:
    """Those that are origins; the rest could say something else in a policy and is left out."""
    return [origin for origin in origins if ORIGIN.fullmatch(origin)]


def origin_of(url: str) -> str:
    """Scheme and host of an address: `wss://phone.example.cn/ws` is at `wss://phone.example.cn`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
