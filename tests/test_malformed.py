"""What is wrong with a request is said by field, in the reader's language."""

import pytest
from django.test import Client

from tests.story import client_of, tell

pytestmark = pytest.mark.django_db


def faults(client: Client, body: dict, language: str) -> dict[str, str]:
    answer = client.post("/api/people", body, content_type="application/json", headers={"X-Language": language})
    assert answer.status_code == 422, answer.content
    return {one["field"].rpartition(".")[2]: one["message"] for one in answer.json()["fields"]}


def test_each_fault_names_its_field_and_the_way_out():
    tell()
    body = {"username": "x", "password": "y" * 300, "name": "", "roles": "agent", "team": "no"}
    said = faults(client_of("admin"), body, "zh-hans")
    assert said["work_number"] == "必须填写。"
    assert said["password"] == "最多 256 个字。"
    assert said["name"] == "至少 1 个字。"
    assert said["team"] == "不是有效的编号。"
    assert said["roles"] == "请给出列表。"
    assert faults(client_of("admin"), body, "en")["work_number"] == "is required."
