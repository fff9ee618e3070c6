from django.apps import AppConfig


class Access(AppConfig):
    name = "yingda.access"
    label = "access"
