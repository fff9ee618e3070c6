from django.apps import AppConfig


class Telephony(AppConfig):
    name = "yingda.telephony"
    label = "telephony"

    def ready(self) -> None:
        from yingda.telephony import facts, reacting, sweeping  # noqa: F401  declares the facts
        from yingda.telephony.recordings import registering as recordings

        recordings.register()
        reacting.register()
        sweeping.register()
