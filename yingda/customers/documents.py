"""Numbers of identity documents: checked with a reason, shown masked."""

import re
import unicodedata
from datetime import date

from yingda.customers.models import Document
from yingda.lib.errors import Malformed
from yingda.lib.say import Sentence, say

FIELD = say("证件号码", "Document number")
CARD = re.compile(r"\d{17}[\dX]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
OTHER = re.compile(r"[\w\-/()（）]{3,40}")

LENGTH = say("居民身份证号为 18 位，现有 {length} 位。", "an identity card has 18 characters, this has {length}.")
SHAPE = say("前 17 位应为数字，末位为数字或 X。", "17 digits and a last digit or X are needed.")
BIRTH = say("其中的出生日期不存在，请核对。", "the date of birth in it does not exist; check it.")
CHECK = say("校验位不符，可能有一位填错，请核对。", "its check digit does not fit; one digit may be wrong.")
PASSPORT_SHAPE = say("护照号由 5 到 20 位字母和数字组成。", "a passport number has 5 to 20 letters and digits.")
OTHER_SHAPE = say("证件号码应为 3 到 40 位字母和数字。", "3 to 40 letters and digits are needed.")


def normalise_document(kind: str, text: str, *, field: str = "document_number") -> str:
    """The number folded to half width and capitals. Raises Malformed with the reason (3.4)."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if why := fault(kind, number):
        raise Malformed(field=field, field_name=FIELD, why=why)
    return number


def fault(kind: str, number: str) -> Sentence | str | None:
    """What is wrong with a folded number, or None."""
    if kind == Document.Kind.IDENTITY_CARD:
        return card_fault(number)
    if kind == Document.Kind.PASSPORT:
        return None if PASSPORT.fullmatch(number) else PASSPORT_SHAPE
    return None if OTHER.fullmatch(number) else OTHER_SHAPE


def card_fault(number: str) -> Sentence | str | None:
    if len(number) != 18:
        return LENGTH(length=len(number))
    if not (number.isascii() and CARD.fullmatch(number)):
        return SHAPE
    if not born(number):
        return BIRTH
    return None if number[17] == check_digit(number) else CHECK


def born(number: str) -> date | None:
    """The date of birth in an identity card's number, or None when no such day is in the calendar."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def check_digit(number: str) -> str:
    """The eighteenth character that goes with the first 17 digits (ISO 7064 MOD 11-2)."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11]


def mask_document(number: str) -> str:
    """`110*************2X`: the first three and the last two remain of a long number, the last two of a short one."""
    if len(number) < 8:
        return "*" * (len(number) - 2) + number[-2:]
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
