"""Text that both databases can keep, for every field that people or programs fill in."""

import re
from typing import Annotated

from pydantic import AfterValidator

from yingda.lib.say import say

UNSOUND = re.compile("[\\x00\\ud800-\\udfff]")
REFUSED = say("含有不能保存的字符，请删去后再填。", "has characters that cannot be kept; remove them.")


def sound(text: str) -> bool:
    """PostgreSQL cannot keep U+0000 in text, and no database half of a surrogate pair, which JSON can spell."""
    return UNSOUND.search(text) is None


def must_be_sound(text: str) -> str:
    if not sound(text):
        raise ValueError(REFUSED())
    return text


Words = Annotated[str, AfterValidator(must_be_sound)]
