"""What breaks a client of the API: compares two OpenAPI descriptions."""

from collections.abc import Iterator

METHODS = {"get", "post", "put", "patch", "delete"}


def breaks(old: dict, new: dict) -> Iterator[str]:
    """One sentence for each promise of `old` that `new` does not keep."""
    for path, operations in old["paths"].items():
        for method in METHODS & operations.keys():
            place = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{place} is gone"
            else:
                yield from operation_breaks(place, operations[method], after)
    yield from schema_breaks(old, new)


def operation_breaks(place: str, old: dict, new: dict) -> Iterator[str]:
    before = {(one["in"], one["name"]): one for one in old.get("parameters", [])}
    for parameter in new.get("parameters", []):
        known = before.get((parameter["in"], parameter["name"]))
        if parameter.get("required") and not (known and known.get("required")):
            yield f"{place} now needs the parameter {parameter['name']}"
    for code in old.get("responses", {}).keys() - new.get("responses", {}).keys():
        yield f"{place} no longer answers {code}"


def schema_breaks(old: dict, new: dict) -> Iterator[str]:
    """A field that left an answer, or that became required in a body."""
    after = new.get("components", {}).get("schemas", {})
    for name, schema in old.get("components", {}).get("schemas", {}).items():
        if name not in after:
            continue  # a shape may be renamed; its operations are compared by themselves
        fields, now = schema.get("properties", {}), after[name].get("properties", {})
        for field in fields.keys() - now.keys():
            yield f"{name}.{field} is gone"
        if name.endswith(("In", "Patch")):
            for field in set(after[name].get("required", [])) - set(schema.get("required", [])):
                yield f"{name}.{field} is now required"
