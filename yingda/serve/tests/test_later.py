"""The telephone starts when the page is there, or without it at last; and only where it is wanted."""

import pytest

from yingda.serve import house
from yingda.serve.supervisor import Child, Supervisor


@pytest.fixture
def supervisor():
    return Supervisor([])


def names(children: list[Child]) -> list[str]:
    return [child.name for child in children]


def test_the_page_comes_first(supervisor):
    later = house.Later(supervisor, [Child(("pbx",))])
    later(False)
    assert not supervisor.children
    later(True)
    later(True)
    assert names(supervisor.children) == ["pbx"]


def test_a_page_that_does_not_come_does_not_keep_the_telephone(supervisor, monkeypatch):
    monkeypatch.setattr(house, "LATEST_SECONDS", -1)
    house.Later(supervisor, [Child(("pbx",))])(False)
    assert names(supervisor.children) == ["pbx"]


@pytest.mark.parametrize(
    ("environ", "started"),
    [
        ({"YINGDA_PBX": "on"}, ["pbx", "telephony"]),
        ({"YINGDA_PBX": "on", "YINGDA_ARI_URL": "http://pbx.example:8088/ari"}, ["telephony"]),
        ({"YINGDA_PBX": "off"}, []),
    ],
)
def test_what_is_wanted_is_started(monkeypatch, environ, started):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert names(house.telephone("zh")) == started
