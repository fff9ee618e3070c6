"""A real exchange for tests: Asterisk with the product's own configuration, on free ports of loopback.

- `pbx`: the exchange of the session (`Pbx`), without calls, trunks and phones at each test's beginning.
  `yingda.telephony.pbx.address.address()` finds it, also in processes that use `fresh_db`.
- `carrier`: a second Asterisk that plays the carrier's network and hard phones, see `yingda.testing.carrier`. Calls to
  and from it go through the trunk `carrier`.

Tests that use them take seconds: keep them few.
"""

from pathlib import Path

import pytest

from yingda.environment import env
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.getting.looking import find
from yingda.testing import early
from yingda.testing.carrier import CARRIER_HOST, Carrier
from yingda.testing.exchange import Pbx

__all__ = ["_carrier", "_pbx", "asterisk_installation", "carrier", "pbx"]


@pytest.fixture(scope="session")
def asterisk_installation() -> Installation:
    """The Asterisk of this machine; fetched when there is none yet."""
    return find(lambda words: print(words("en")))


@pytest.fixture(scope="session")
def _pbx(asterisk_installation):
    exchange = Pbx(Path(early.own_folder("yingda-pbx-")), asterisk_installation)
    exchange.start()
    yield exchange
    exchange.stop()


@pytest.fixture
def pbx(_pbx, request, monkeypatch):
    """See the module's docstring."""
    monkeypatch.setenv("YINGDA_PBX", "on")
    if "fresh_db" in request.fixturenames:
        request.getfixturevalue("fresh_db")
    place = env.data / "pbx"
    if not place.exists():
        place.symlink_to(_pbx.folder)
    if not _pbx.asterisk.runs():
        _pbx.start()  # a test has killed it
    yield _pbx
    _pbx.clear()
    place.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def _carrier(_pbx, asterisk_installation):
    network = Carrier(Path(early.own_folder("yingda-carrier-")), asterisk_installation, _pbx.address)
    network.start()
    yield network
    network.stop()


@pytest.fixture
def carrier(_carrier, pbx):
    """See the module's docstring."""
    pbx.trunk("carrier", contact=_carrier.contact, matches=CARRIER_HOST)
    yield _carrier
    _carrier.clear()
