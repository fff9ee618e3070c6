from django.apps import AppConfig


class Telephony(AppConfig):
    name = "yingda.telephony"
    label = "telephony"

    def ready(self) -> None:
        from yingda.telephony import facts  # noqa: F401  declares them
