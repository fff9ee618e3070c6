from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Journal(AppConfig):
    name = "yingda.journal"
    label = "journal"

    def ready(self) -> None:
        post_migrate.connect(put_triggers_back, sender=self, dispatch_uid="journal triggers")


def put_triggers_back(using: str, **_: object) -> None:
    """Migrate's last step: Django's table remakes on SQLite drop triggers without a word."""
    from yingda.journal import triggers

    triggers.put_back(using)
