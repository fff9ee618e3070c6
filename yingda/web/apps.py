from django.apps import AppConfig


class Web(AppConfig):
    name = "yingda.web"
    label = "web"
