from django.apps import AppConfig


class Contacts(AppConfig):
    name = "yingda.contacts"
    label = "contacts"

    def ready(self) -> None:
        from yingda.contacts import feeding

        feeding.register()
