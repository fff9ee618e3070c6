"""Announcements on the wire."""

from datetime import datetime

from ninja import Schema

from yingda.access.schemas import PersonBrief


class PromptOut(Schema):
    """One sound. An announcement with places has one for the words before each place and one for the last.

    `whole`: the announcement that it belongs to, with its {places}; `text`: what this sound ought to say, empty for
    tones. `source`: shipped, synthesised or recorded; `current`: whether the audio says the text in force. `line`,
    `by`, `at`: of a recording; a line hears those of all lines (`line` null) unless it has its own.
    """

    key: str
    language: str
    kind: str
    whole: str
    text: str
    rule: str
    seconds: float
    source: str
    current: bool
    line: str | None
    by: PersonBrief | None
    at: datetime | None


class PromptsOut(Schema):
    """`synthesiser`: whether changed wordings are spoken by this installation itself."""

    line: str | None
    synthesiser: bool
    items: list[PromptOut]
