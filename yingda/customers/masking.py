"""Names and mails shown masked, and numbers that people type into free text masked wherever it is shown (11.1)."""

import re

from yingda.customers.documents import born, check_digit

STAR = "*"
WIDE = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
CHINESE = dict(zip("零一二三四五六七八九", "0123456789", strict=True)) | dict(
    zip("〇幺壹两贰叁肆伍陆柒捌玖洞拐", "01122345678907", strict=True)
)
FOLD = WIDE | CHINESE | {"Ｘ": "X", "ｘ": "X", "x": "X"}
SIGNS = frozenset("0123456789X")
DIGIT = "[0-9" + "".join([*WIDE, *CHINESE]) + "]"
GAP = r"[\s\-\u2010-\u2015\u200b.·,，、()（）_－]{0,3}"
RUN = re.compile(rf"[+＋]?{DIGIT}(?:{GAP}{DIGIT}){{6,}}(?:{GAP}[XxＸｘ](?![A-Za-z]))?")
PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,8}(?![A-Za-z0-9])")
MOBILE = re.compile(r"(?:(?:00)?86)?(1[3-9]\d{9})")
LANDLINE = re.compile(r"(?:(?:00)?86)?0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
CARD = re.compile(r"\d{17}[\dX]")
BANK = re.compile(r"(?:6[02]|81|[3459]\d|2[2-7])\d{11,17}")
SHORTEST, LONGEST = 10, 19  # digits of a number that is looked for inside a run

def mask_name(name: str) -> str:
    """`李*`: the first character stays, or both of a compound surname."""
    name = name.strip()
    return (name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]) + STAR if name else ""


def mask_email(address: str) -> str:
    """`w***@example.cn`."""
    box, at, host = address.partition("@")
    return f"{box[:1]}***{at}{host}" if at else mask_name(address)


def mask_numbers(text: str) -> str:
    """The text with phone, identity-card, passport and bank-card numbers masked, however their digits are written.

    Full-width and Chinese numerals and gaps between digits are seen through; dates and order numbers stay.
    """
    if not text:
        return text
    masked = PASSPORT.sub(lambda found: starred(found[0], 1, 2), text)
    return RUN.sub(lambda found: mask_run(found[0]), masked)


def mask_run(run: str) -> str:
    places = [place for place, sign in enumerate(run) if FOLD.get(sign, sign) in SIGNS]
    digits = "".join(FOLD.get(run[place], run[place]) for place in places)
    hidden = {places[n] for n in to_hide(digits, edges(run, places), run[0] in "+＋")}
    return "".join(STAR if place in hidden else sign for place, sign in enumerate(run))


def edges(run: str, places: list[int]) -> set[int]:
    """Where a group of digits begins or ends: at a gap, and where one way of writing changes into another."""
    inside = range(1, len(places))
    gaps = {n for n in inside if places[n] > places[n - 1] + 1}
    changes = {n for n in inside if (run[places[n]] in CHINESE) != (run[places[n - 1]] in CHINESE)}
    return gaps | changes | {0, len(places)}


def to_hide(digits: str, edges: set[int], plus: bool) -> set[int]:
    """Places of the folded digits that must not be shown."""
    hidden = middle(0, len(digits), 4, 4) if plus and 8 <= len(digits) <= 15 else set()
    for start in range(len(digits)):
        for end in range(start + SHORTEST, min(start + LONGEST, len(digits)) + 1):
            if start in edges or end in edges:
                hidden |= hidden_in(digits[start:end], start, whole=start in edges and end in edges)
    return hidden


def hidden_in(number: str, start: int, *, whole: bool) -> set[int]:
    """The places to hide if these digits are a number; `whole`: they stand by themselves."""
    end = start + len(number)
    if CARD.fullmatch(number) and (plausible(number) or (whole and number[17] == check_digit(number))):
        return middle(start, end, 3, 2)
    if MOBILE.fullmatch(number) or (whole and LANDLINE.fullmatch(number)):
        return middle(start, end, len(number) - 8, 4)
    if whole and BANK.fullmatch(number) and luhn(number):
        return middle(start, end, 0, 4)
    return set()


def middle(start: int, end: int, first: int, last: int) -> set[int]:
    return set(range(start + first, end - last))


def plausible(card: str) -> bool:
    """Whether region and date of birth of an identity card make sense; its check digit may be mistyped."""
    birth = born(card)
    return birth is not None and 1900 <= birth.year <= 2100 and card[0] in "12345678"


def luhn(digits: str) -> bool:
    """Whether the check digit of a bank card fits (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def starred(text: str, first: int, last: int) -> str:
    return text[:first] + STAR * (len(text) - first - last) + text[-last:]


COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木独孤南宫拓跋呼延澹台轩辕闻人申屠",
    )
)
