"""A small valid body for any operation of the API, made from its description."""

from collections.abc import Iterable, Iterator
from uuid import uuid4

FAR = "2099-01-01T08:00:00Z"


def body_for(operation: dict, description: dict, *, everything: bool = False) -> dict | None:
    """A JSON body with the required fields filled, or with all; None when the operation takes none."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return content and Examples(description, everything).of(content["schema"])


def spoilt(body: object, text: str, path: str = "") -> Iterator[tuple[str, object]]:
    """(path, the body again) with each of its texts, and each key of an open table, replaced in turn."""
    if isinstance(body, str):
        yield path, text
    elif isinstance(body, dict):
        for name, value in body.items():
            for where, other in spoilt(value, text, f"{path}.{name}"):
                yield where, body | {name: other}
        yield f"{path}.*", body | {text: text}
        yield f"{path}.{{}}", body | {name: {text: text} for name, value in body.items() if value == {}}
    elif isinstance(body, list):
        for where, other in spoilt(body[0] if body else "", text, f"{path}[]"):
            yield where, [other]


class Examples:
    """Values of schemas; of things `everything` or what is required."""

    def __init__(self, description: dict, everything: bool):
        self.shapes, self.everything = description["components"]["schemas"], everything

    def of(self, schema: dict):
        """A value of this schema."""
        if "$ref" in schema:
            return self.of(self.shapes[schema["$ref"].rpartition("/")[2]])
        for choice in ("anyOf", "allOf", "oneOf"):
            if choice in schema:
                return self.of(schema[choice][0])
        if "enum" in schema or "const" in schema:
            return schema["enum"][0] if "enum" in schema else schema["const"]
        return self.plain(schema)

    def plain(self, schema: dict):
        match schema.get("type", "object"):
            case "object":
                fields = schema.get("properties", {})
                return {name: self.of(fields[name]) for name in self.wanted(schema, fields)}
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case "array":
                return [self.of(schema["items"])] * (schema.get("minItems", 0) or self.everything)
        return text(schema)

    def wanted(self, schema: dict, fields: dict) -> Iterable[str]:
        return fields if self.everything else schema.get("required", [])


def text(schema: dict) -> str:
    if schema.get("format") == "uuid":
        return str(uuid4())
    if schema.get("format") == "date-time":
        return FAR
    if schema.get("format") == "date":
        return FAR[:10]
    return "a" * max(2, schema.get("minLength", 0))

