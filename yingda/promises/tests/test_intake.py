"""Recording an inbound contact with its fact, customer look-up, case and three promises keeps within its statements."""

import pytest
from django.db import connection

from yingda.bench.intake import COUNTED, Intake
from yingda.journal.models import Fact
from yingda.promises.models import Promise
from yingda.standard import versions

MOST_STATEMENTS = {"postgresql": 14, "sqlite": 17}  # SQLite's writer also places its own facts, in small inserts


@pytest.mark.commits
def test_an_inbound_contact_costs_at_most_fourteen_statements():
    versions.forget()
    intake = Intake.prepared()
    before = Promise.objects.count(), Fact.objects.filter(name="contact.arrived").count()
    assert intake.statements() <= MOST_STATEMENTS[connection.vendor]
    assert Promise.objects.count() - before[0] == COUNTED * 3
    assert Fact.objects.filter(name="contact.arrived").count() - before[1] == COUNTED
    versions.forget()
