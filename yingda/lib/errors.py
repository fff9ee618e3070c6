"""What a verb refuses: small classes with facts in, a sentence for people, a status and a stable code out."""

from typing import ClassVar

from yingda.lib.say import Sentence, say


class Refusal(Exception):
    """A move that the rules forbid. Subclasses set `code`, `status`, `sentence` and may name the `field`.

    409: the state forbids it; 422: malformed; 403: known but not allowed; 429: too often.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    sentence: ClassVar[Sentence] = say("现在不能这样做。", "This is not possible now.")

    def __init__(self, *, field: str | None = None, **values: object):
        self.field = field
        self.values = values
        super().__init__(self.code, values)

    def say(self, language: str | None = None) -> str:
        """The sentence for a person."""
        return self.sentence(language, **self.values)

    def __str__(self) -> str:
        return f"{self.code}: {self.say('en')}"


class Malformed(Refusal):
    """Input that cannot be used: names the field and the way out."""

    status = 422
    code = "malformed"
    sentence = say("“{field_name}”填写有误：{why}", "{field_name}: {why}")


class NotFound(Refusal):
    """No such thing, or not for this person: the two look the same."""

    status = 404
    code = "not_found"
    sentence = say("没有找到，或您无权查看。", "Not found, or not yours to see.")


class Forbidden(Refusal):
    """A person whose role does not include this verb."""

    status = 403
    code = "forbidden"
    sentence = say("您的角色没有这项权限。", "Your role does not include this.")
