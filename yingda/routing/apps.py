from django.apps import AppConfig


class Routing(AppConfig):
    name = "yingda.routing"
    label = "routing"
