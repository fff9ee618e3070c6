from django.apps import AppConfig


class Telephony(AppConfig):
    name = "yingda.telephony"
    label = "telephony"

    def ready(self) -> None:
        from yingda.telephony import facts, reacting, sweeping  # noqa: F401  declares the facts

        reacting.register()
        sweeping.register()
