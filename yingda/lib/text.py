"""Text that both databases can keep, for every field that people or programs fill in."""

import re
from typing import Annotated

from pydantic import AfterValidator

UNSOUND = re.compile("[\\x00\\ud800-\\udfff]")


def sound(text: str) -> bool:
    """PostgreSQL cannot keep U+0000 in text, and no database half of a surrogate pair, which JSON can spell."""
    return UNSOUND.search(text) is None


def must_be_sound(text: str) -> str:
    if not sound(text):
        raise ValueError("must be text that can be kept: no U+0000, no lone surrogate")
    return text


Words = Annotated[str, AfterValidator(must_be_sound)]
