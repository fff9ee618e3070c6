"""Text that a database cannot keep, in every place where the API takes text: refused or harmless, never a 500."""

import json

import pytest
from django.db import transaction

from tests.bodies import body_for, spoilt
from tests.story import client_of, tell
from tests.test_outsider import operations
from tests.test_schemathesis import chatting_visitor
from yingda.api import api

UNSOUND = ("a\x00b", "a\ud800b")
QUERIES = "%00"


@pytest.fixture(scope="module")
def description() -> dict:
    return api.get_openapi_schema(path_prefix="/api/")


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("username", ["zhoumin", "admin"])
def test_no_text_that_cannot_be_kept_brings_a_server_error(description, username):
    story, client = tell(), client_of(username)
    client.raise_request_exception = False
    visitor = {"Authorization": f"Bearer {chatting_visitor(client)}"}
    asked, wrong = 0, []
    for method, template, operation in operations(description, lambda template: True):
        path = story.path(template)
        for where, address, body in attempts(method, path, operation, description):
            with transaction.atomic():
                answer = client.generic(
                    method.upper(), address, json.dumps(body), content_type="application/json", headers=visitor
                )
                transaction.set_rollback(True)
            asked += 1
            if answer.status_code >= 500:
                wrong.append(f"{method} {template} {where}: {answer.status_code}")
    assert asked > 150
    assert not wrong, "\n".join(wrong)


def attempts(method: str, path: str, operation: dict, description: dict):
    """(what is spoilt, address, body) for each text that this operation takes, one at a time."""
    whole = body_for(operation, description, everything=True)
    for text in UNSOUND:
        for where, body in spoilt(whole, text):
            yield f"{where} {text!r}", path, body
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            yield parameter["name"], f"{path}?{parameter['name']}={QUERIES}", whole
        elif parameter["schema"].get("format") != "uuid":
            yield parameter["name"], path.rpartition("/")[0] + "/" + QUERIES, whole
