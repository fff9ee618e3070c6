from django.apps import AppConfig


class Journal(AppConfig):
    name = "yingda.journal"
    label = "journal"
