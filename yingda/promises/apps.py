from django.apps import AppConfig


class Promises(AppConfig):
    name = "yingda.promises"
    label = "promises"
