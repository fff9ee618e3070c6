import pytest

from yingda.telephony.driver.tests.stage import STARTS_SECONDS, a_centre, exchange, wait_for
from yingda.telephony.tests.stage import a_floor


@pytest.fixture
def floor(db):
    return a_floor()


@pytest.fixture
def centre(fresh_db, pbx, carrier, run_process):
    """A service centre whose exchange is driven."""
    built = a_centre(pbx, carrier, run_process)
    built.drive()
    wait_for(lambda: (row := exchange()) and row.up, "the driver does not connect", STARTS_SECONDS)
    yield built
    for driver in built.drivers:
        print(driver.said)
