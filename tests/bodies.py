"""A small valid body for any operation of the API, made from its description."""

from uuid import uuid4

FAR = "2099-01-01T08:00:00Z"


def body_for(operation: dict, description: dict) -> dict | None:
    """A JSON body with the required fields filled; None when the operation takes none."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return content and example(content["schema"], description)


def example(schema: dict, description: dict):
    """A value of this schema."""
    if "$ref" in schema:
        return example(description["components"]["schemas"][schema["$ref"].rpartition("/")[2]], description)
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return example(schema[choice][0], description)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    return PLAIN.get(schema.get("type", "object"), text)(schema, description)


def thing(schema: dict, description: dict) -> dict:
    fields = schema.get("properties", {})
    return {name: example(fields[name], description) for name in schema.get("required", [])}


def text(schema: dict, description: dict) -> str:
    if schema.get("format") == "uuid":
        return str(uuid4())
    if schema.get("format") == "date-time":
        return FAR
    if schema.get("format") == "date":
        return FAR[:10]
    return "a" * max(2, schema.get("minLength", 0))


PLAIN = {
    "object": thing,
    "string": text,
    "integer": lambda schema, _: schema.get("minimum", 1),
    "number": lambda schema, _: schema.get("minimum", 1),
    "boolean": lambda schema, _: True,
    "array": lambda schema, description: [example(schema["items"], description)] * schema.get("minItems", 0),
}
