"""Who edits a text is shown its numbers masked: what they send back must not put the stars over the numbers."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from yingda.customers.masking import STAR, mask_numbers
from yingda.lib.errors import Refusal
from yingda.lib.say import say

BEFORE, AFTER = 3, 4  # signs beside the stars that must be unchanged too
GROUP = re.compile(re.escape(STAR) + "+")


class PartlyMasked(Refusal):
    status = 422
    code = "customers.partly_masked"
    sentence = say(
        "带星号的号码不能只改一部分：请删去整个号码，重新填写完整的。",
        "A masked number cannot be changed in part: delete it and write the whole number anew.",
    )


def restore_numbers(edited: str, stored: str, *, field: str | None = None) -> str:
    """`edited` with the numbers that stand masked in it as they stand in `stored`. Raises PartlyMasked.

    A number is put back where its stars and the signs around them are untouched; so nobody can pick it apart.
    """
    masked = mask_numbers(stored)
    if masked == stored or STAR not in edited:
        return edited
    result = list(edited)
    known = {found[0] for found in GROUP.finditer(masked)}
    restored: set[int] = set()
    for group, shift in untouched(masked, edited):
        for place in range(*group):
            result[place + shift] = stored[place]
            restored.add(place + shift)
    for found in GROUP.finditer(edited):
        if found[0] in known and found.start() not in restored:
            raise PartlyMasked(field=field)
    return "".join(result)


def untouched(masked: str, edited: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Groups of stars that stand in both texts with the same signs around them, and how far they have moved."""
    same = SequenceMatcher(None, masked, edited, autojunk=False).get_matching_blocks()
    for found in GROUP.finditer(masked):
        start, end = max(0, found.start() - BEFORE), min(len(masked), found.end() + AFTER)
        for block in same:
            if block.a <= start and end <= block.a + block.size:
                yield found.span(), block.b - block.a
