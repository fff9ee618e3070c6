from datetime import timedelta

from django.apps import AppConfig

GONE_EVERY = timedelta(seconds=5)


class Chat(AppConfig):
    name = "yingda.channels.chat"
    label = "chat"

    def ready(self) -> None:
        from yingda.channels.chat import hearing, leases, missed
        from yingda.promises.tasks import clock_task

        hearing.register()
        missed.register()
        clock_task("chat.gone", GONE_EVERY, leases.end_gone)
