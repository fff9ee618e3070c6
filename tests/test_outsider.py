"""Every route that names a thing, walked by people for whom it is not: 404, as if it did not exist."""

import pytest

from tests.bodies import body_for
from tests.story import client_of, tell
from yingda.api import api

OWNED = ("contacts", "cases", "customers", "promises", "offers", "follow-ups", "files", "recordings", "call-backs")
METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC = ("/api/session", "/api/public", "/api/chat", "/api/openapi.json")
PUBLIC_OPERATIONS = {  # what a customer's browser asks before it calls
    ("get", "/api/web-calls/{key}"),
    ("post", "/api/web-calls/{key}/calls"),
    ("get", "/api/web-calls/calls/{token}"),
}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def description() -> dict:
    return api.get_openapi_schema(path_prefix="/api/")


@pytest.fixture
def story():
    return tell()


def operations(description: dict, wanted):
    for template, methods in description["paths"].items():
        if wanted(template):
            for method in METHODS:
                if method in methods:
                    yield method, template, methods[method]


def owned(template: str) -> bool:
    return "{" in template and template.split("/")[2] in OWNED


def ask(client, method: str, path: str, body):
    return (
        getattr(client, method)(path, body or {}, content_type="application/json")
        if method != "get"
        else client.get(path)
    )


@pytest.mark.parametrize("outsider", ["sunli", "admin", "xuwen"])
def test_an_outsider_finds_nothing_on_any_route(story, description, outsider):
    client = client_of(outsider)
    walked = [
        (method, template, ask(client, method, story.path(template), body_for(operation, description)))
        for method, template, operation in operations(description, owned)
    ]
    assert len(walked) > 40
    wrong = [
        f"{method} {template}: {answer.status_code} {answer.content[:120]!r}"
        for method, template, answer in walked
        if answer.status_code != 404
    ]
    assert not wrong, "\n".join(wrong)


def test_the_agent_of_the_line_finds_all_of_it(story, description):
    client = client_of("wangfang")
    walked = [
        (template, client.get(story.path(template)))
        for method, template, _ in operations(description, owned)
        if method == "get"
    ]
    assert len(walked) > 10
    wrong = [
        f"{template}: {answer.status_code} {answer.content[:120]!r}"
        for template, answer in walked
        if answer.status_code != 200
    ]
    assert not wrong, "\n".join(wrong)


def test_without_signing_in_every_route_but_the_public_ones_is_closed(client, description, db):
    closed = operations(description, lambda template: not template.startswith(PUBLIC))
    wrong = []
    for method, template, operation in closed:
        if (method, template) in PUBLIC_OPERATIONS:
            continue
        path = template
        for name in ("{id}", "{uid}", "{message}", "{handover}", "{phone}", "{leg}"):
            path = path.replace(name, "01a00000-0000-7000-8000-000000000000")
        answer = ask(
            client, method, path.replace("{code}", "hotline").replace("{number}", "1"), body_for(operation, description)
        )
        if answer.status_code != 401:
            wrong.append(f"{method} {template}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_lists_of_an_outsider_are_empty(story):
    client = client_of("sunli")
    for path in (
        "/api/contacts",
        "/api/cases",
        "/api/customers",
        "/api/promises",
        "/api/offers",
        "/api/queue",
        "/api/follow-ups",
        "/api/call-backs",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["items"]) == (200, []), path
