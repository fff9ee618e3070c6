from django.apps import AppConfig


class Telephony(AppConfig):
    name = "yingda.telephony"
    label = "telephony"

    def ready(self) -> None:
        from yingda.telephony import facts, feeding, present, reacting, sweeping, timeline  # noqa: F401  declares the facts
        from yingda.telephony.lobby import hearing
        from yingda.telephony.prompts import upkeep as prompts
        from yingda.telephony.recordings import registering as recordings

        prompts.register()
        recordings.register()
        feeding.register()
        hearing.register()
        present.register()
        reacting.register()
        sweeping.register()
        timeline.register()
