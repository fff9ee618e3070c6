from django.apps import AppConfig


class Access(AppConfig):
    name = "yingda.access"
    label = "access"

    def ready(self) -> None:
        from yingda.access import streams

        streams.register()
