"""What is wrong with a field of a request, in a sentence and in the reader's language, from pydantic's error types."""

from collections.abc import Mapping
from typing import Any

from yingda.lib.say import Sentence, say

ANYTHING = say("填写有误，请检查后重填。", "is not valid; check it and try again.")
SENTENCES: dict[str, Sentence] = {
    "missing": say("必须填写。", "is required."),
    "string_too_short": say("至少 {min_length} 个字。", "needs at least {min_length} characters."),
    "string_too_long": say("最多 {max_length} 个字。", "takes at most {max_length} characters."),
    "too_short": say("至少 {min_length} 项。", "needs at least {min_length} entries."),
    "too_long": say("最多 {max_length} 项。", "takes at most {max_length} entries."),
    "greater_than_equal": say("不能小于 {ge}。", "must be {ge} or more."),
    "less_than_equal": say("不能大于 {le}。", "must be {le} or less."),
    "greater_than": say("必须大于 {gt}。", "must be more than {gt}."),
    "less_than": say("必须小于 {lt}。", "must be less than {lt}."),
    "literal_error": say("只能是：{expected}。", "must be one of: {expected}."),
    "enum": say("只能是：{expected}。", "must be one of: {expected}."),
    "string_pattern_mismatch": say("格式不对，请检查后重填。", "has the wrong form; check it and try again."),
    "timezone_aware": say("时间要带时区。", "needs a time zone."),
}
BY_BEGINNING: dict[str, Sentence] = {
    "uuid": say("不是有效的编号。", "is not a valid id."),
    "int": say("请填整数。", "must be a whole number."),
    "float": say("请填数字。", "must be a number."),
    "bool": say("请选“是”或“否”。", "must be true or false."),
    "datetime": say("不是有效的日期和时间。", "is not a valid date and time."),
    "date": say("不是有效的日期。", "is not a valid date."),
    "time": say("不是有效的时间。", "is not a valid time."),
    "string": say("请填文字。", "must be text."),
    "list": say("请给出列表。", "must be a list."),
    "dict": say("请给出对象。", "must be an object."),
    "json": say("不是有效的 JSON。", "is not valid JSON."),
}
OWN = "value_error"  # raised by a validator of ours, which speaks for itself


def fault(error: Mapping[str, Any]) -> dict[str, str]:
    """`{field, message}` of one of pydantic's errors."""
    return {"field": ".".join(str(part) for part in error["loc"][1:]), "message": sentence(error)}


def sentence(error: Mapping[str, Any]) -> str:
    kind = error["type"]
    if kind == OWN and (own := error.get("ctx", {}).get("error")):
        return str(own)
    if kind in SENTENCES:
        return SENTENCES[kind](**error.get("ctx", {}))
    return BY_BEGINNING.get(kind.partition("_")[0], ANYTHING)()
