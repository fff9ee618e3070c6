from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from yingda.lib.db import keep_plans, let_go_when_frozen


class Journal(AppConfig):
    name = "yingda.journal"
    label = "journal"

    def ready(self) -> None:
        connection_created.connect(keep_plans, dispatch_uid="plans")
        connection_created.connect(let_go_when_frozen, dispatch_uid="frozen")
        post_migrate.connect(put_triggers_back, sender=self, dispatch_uid="journal triggers")


def put_triggers_back(using: str, **_: object) -> None:
    """Migrate's last step: Django's table remakes on SQLite drop triggers without a word."""
    from yingda.journal import triggers

    triggers.put_back(using)
