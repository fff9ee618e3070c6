"""Schemathesis throws what it can make of the description at every operation: no 500, no answer off its schema."""

from contextlib import contextmanager
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.story import Story, client_of, tell
from tests.test_outsider import owned
from yingda.api import api
from yingda.wsgi import application

EXAMPLES = 6
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


def at_home(environ, start_response):
    """The application as a server calls it: with the caller's address."""
    return application(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/"))
schema.app = at_home
OPERATIONS = [result.ok() for result in schema.get_all_operations()]
TAGS = sorted({operation.tags[0] for operation in OPERATIONS})


@contextmanager
def one_connection():
    """As Django's own test client does: requests must not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("tag", TAGS)
def test_no_input_brings_a_server_error_or_an_answer_off_its_schema(tag):
    story = tell()
    client = client_of("zhoumin")
    send = {
        "headers": {
            "X-CSRFToken": client.defaults["HTTP_X_CSRFTOKEN"],
            "Authorization": f"Bearer {chatting_visitor(client)}",
        },
        "cookies": {name: morsel.value for name, morsel in client.cookies.items()},
    }
    wanted = [operation for operation in OPERATIONS if operation.tags[0] == tag]
    with one_connection():
        faults = [fault for operation in wanted for fault in thrown(operation, story, send)]
    assert not faults, "\n\n".join(faults)


def chatting_visitor(client) -> str:
    """The token of a visitor who has begun to talk."""
    sent = {"content_type": "application/json"}
    token = client.post("/api/chat/hotline/visitors", {"uid": str(uuid4())}, **sent).json()["token"]
    words = {"uid": str(uuid4()), "message_uid": str(uuid4()), "text": "路灯坏了"}
    answer = client.post("/api/chat/contacts", words, headers={"Authorization": f"Bearer {token}"}, **sent)
    assert answer.status_code == 201, answer.content
    return token


def thrown(operation, story: Story, send: dict) -> list[str]:
    """Throw EXAMPLES inputs, every other one at the story's own things; each is undone. Returns what went wrong."""
    count = 0

    @QUIET
    @given(case=operation.as_strategy())
    def throw(case):
        nonlocal count
        count += 1
        if count % 2 and owned(operation.path):
            case.path_parameters = {name: story.id(operation.path, name) for name in case.path_parameters}
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS, **send)
            transaction.set_rollback(True)

    try:
        throw()
    except FailureGroup as group:
        return [f"{operation.label}: {failure}" for failure in group.exceptions]
    return []
