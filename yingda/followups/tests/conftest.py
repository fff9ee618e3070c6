from datetime import datetime

import pytest

from yingda.cases.models import Case
from yingda.cases.opening import open_case
from yingda.cases.settling import solve
from yingda.cases.tests.stage import AT, Stage


class Solved(Stage):
    """王芳 has solved 李雪's complaint about a street light."""

    def __init__(self) -> None:
        super().__init__()
        self.contact = self.typed(self.talking(customer=self.customer()))
        self.case = open_case(self.contact, by=self.wang, at=AT)

    def solve(self, at: datetime = AT) -> Case:
        self.case = solve(self.case, by=self.wang, root_cause="other", measures="已派工", result="灯亮了", at=at)
        return self.case

    def now(self) -> Case:
        self.case.refresh_from_db()
        return self.case


@pytest.fixture
def stage(db) -> Solved:
    return Solved()
