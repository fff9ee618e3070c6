"""Old finished jobs go, all others stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from yingda.jobs import pruning
from yingda.jobs.tests import cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2030, 3, 4, 9, 0, tzinfo=UTC)


def finished(status, at):
    result = cast.greet.enqueue("明")
    DBTaskResult.objects.filter(id=result.id).update(status=status, finished_at=at)
    return result.id


def test_only_what_finished_before_is_removed(monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK", 2)
    for status in ("SUCCESSFUL", "FAILED", "SUCCESSFUL"):
        finished(status, MONDAY - timedelta(seconds=1))
    kept = {finished("SUCCESSFUL", MONDAY), finished("READY", None)}
    assert pruning.remove_finished(MONDAY) == 3
    assert {str(id) for id in DBTaskResult.objects.values_list("id", flat=True)} == kept
