from django.apps import AppConfig


class Standard(AppConfig):
    name = "yingda.standard"
    label = "standard"
