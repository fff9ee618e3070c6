from django.apps import AppConfig


class Routing(AppConfig):
    name = "yingda.routing"
    label = "routing"

    def ready(self) -> None:
        from yingda.routing import clockwork, feeding, reacting

        reacting.register()
        clockwork.register()
        feeding.register()
