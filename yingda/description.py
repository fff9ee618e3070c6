"""The API's description with what every operation may also answer: the refusals, in one shape."""

from typing import Any

from ninja import NinjaAPI

REFUSALS = {
    "400": "the body is no JSON",
    "401": "sign in first",
    "403": "the role does not include this",
    "404": "not found, or not yours to see",
    "409": "the state forbids it",
    "410": "no longer valid",
    "413": "too large",
    "422": "malformed; names the fields",
    "423": "locked",
    "429": "too often",
}
FIELD = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
    "required": ["field", "message"],
}
MISSING = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "label": {"type": "string"}},
    "required": ["field", "label"],
}
REFUSAL = {
    "title": "Refusal",
    "type": "object",
    "description": "`code` is stable; `message` is a sentence for a person, in the language of the header X-Language.",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "field": {"type": "string"},
        "fields": {"type": "array", "items": FIELD},
        "missing": {"type": "array", "items": MISSING},
    },
    "required": ["code", "message"],
}


class DescribedAPI(NinjaAPI):
    """A NinjaAPI whose description says how it refuses."""

    def get_openapi_schema(self, **options: Any) -> dict:
        """The OpenAPI description, refusals included."""
        description = super().get_openapi_schema(**options)
        description["components"]["schemas"]["Refusal"] = REFUSAL
        for operations in description["paths"].values():
            for operation in operations.values():
                said = {str(status): answer for status, answer in operation["responses"].items()}  # 409 is "409" too
                operation["responses"] = {status: refusal(meaning) for status, meaning in REFUSALS.items()} | said
        return description


def refusal(meaning: str) -> dict:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {"description": meaning, "content": content}
