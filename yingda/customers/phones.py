"""Phone numbers: read as people write them, kept in E.164, shown masked."""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from yingda.lib.errors import Malformed
from yingda.lib.prepared import Prepared
from yingda.lib.say import Sentence, say
from yingda.people.models import Organisation

FIELD = say("电话", "Phone")
NOT_A_NUMBER = say("这不是电话号码，请只填数字。", "this is not a phone number; write digits only.")
TOO_SHORT = say("位数太少，请核对。", "it has too few digits; check it.")
TOO_LONG = say("位数太多，请核对。", "it has too many digits; check it.")
NO_COUNTRY = say("没有这个国家或地区代码。", "there is no such country code.")
UNKNOWN = say("没有这样的号码，请与客户核对。", "no number looks like this; check it with the customer.")
MASK = "****"
DIALLED = "0123456789+*#"
HOME = 86

WHY_NOT_PARSED = {
    NumberParseException.INVALID_COUNTRY_CODE: NO_COUNTRY,
    NumberParseException.TOO_SHORT_AFTER_IDD: TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: TOO_SHORT,
    NumberParseException.TOO_LONG: TOO_LONG,
}
WHY_NOT_POSSIBLE = {
    ValidationResult.TOO_SHORT: TOO_SHORT,
    ValidationResult.TOO_LONG: TOO_LONG,
    ValidationResult.INVALID_COUNTRY_CODE: NO_COUNTRY,
}


def normalise(text: str, region: str | None = None, *, field: str = "phone") -> str:
    """The number in E.164, e.g. `+8613800138000`; `region` (default: the organisation's) is meant where none is said.

    Raises Malformed with the reason (3.4).
    """
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        number = phonenumbers.parse(text, None if text.startswith("+") else region or default_region())
    except NumberParseException as error:
        raise malformed(field, WHY_NOT_PARSED.get(error.error_type, NOT_A_NUMBER)) from error
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        raise malformed(field, WHY_NOT_POSSIBLE.get(possible, UNKNOWN))
    if not phonenumbers.is_valid_number(number):
        raise malformed(field, UNKNOWN)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


REGION = Prepared(lambda: Organisation.objects.filter(pk=1).values_list("region"))


def default_region() -> str:
    """The country that the organisation's numbers are in, as two letters."""
    found = REGION.values()
    return found[0][0] if found and found[0][0] else "CN"


def dialled(number: str, region: str | None = None) -> str:
    """The number as one dials it in this country: 13800138000, 02012345678, 0014155550100; short ones as they are."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    text = phonenumbers.format_out_of_country_calling_number(parsed, region or default_region())
    return "".join(sign for sign in text if sign in DIALLED)


def mask_phone(e164: str) -> str:
    """`138****5678`; numbers of other countries keep their code: `+44 79****3456`."""
    number = phonenumbers.parse(e164, None)
    digits = phonenumbers.national_significant_number(number)
    shown = digits[:-8] + MASK + digits[-4:] if len(digits) >= 8 else MASK + digits[-2:]
    return shown if number.country_code == HOME else f"+{number.country_code} {shown}"


def malformed(field: str, why: Sentence) -> Malformed:
    return Malformed(field=field, field_name=FIELD, why=why)
