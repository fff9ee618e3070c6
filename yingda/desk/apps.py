from django.apps import AppConfig


class Desk(AppConfig):
    name = "yingda.desk"
    label = "desk"
