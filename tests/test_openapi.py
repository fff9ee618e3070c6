"""The API's description is a contract: the committed one is what clients are generated from."""

import copy
import json
from collections import Counter
from pathlib import Path

from ninja import Schema

from tests.contract import breaks
from yingda.api import api

COMMITTED = Path(__file__).parent.parent / "yingda" / "openapi.json"


def described() -> dict:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))


def test_the_committed_description_is_the_true_one():
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    broken = list(breaks(committed, described()))
    assert not broken, "the API breaks its contract: " + "; ".join(broken)
    assert committed == described(), "the API grew: run .venv/bin/python scripts/openapi and commit yingda/openapi.json"


def test_a_removed_operation_field_or_a_new_demand_is_seen_as_a_break():
    old = described()
    new = copy.deepcopy(old)
    del new["paths"]["/api/me"]
    new["components"]["schemas"]["MeOut"]["properties"].pop("roles")
    new["components"]["schemas"]["SignInIn"]["properties"]["code"] = {"type": "string"}
    new["components"]["schemas"]["SignInIn"]["required"].append("code")
    said = "; ".join(breaks(old, new))
    assert "GET /api/me is gone" in said and "MeOut.roles is gone" in said and "SignInIn.code is now required" in said
    assert not list(breaks(new, new))


def test_a_name_stands_for_one_shape():
    """Two shapes of one name in different rooms would overwrite each other in the description."""
    names = Counter(shape.__name__ for shape in set(shapes(Schema)))
    assert not [name for name, times in names.items() if times > 1]


def shapes(parent: type):
    for shape in parent.__subclasses__():
        if shape.__module__.startswith("yingda."):
            yield shape
        yield from shapes(shape)
