from django.apps import AppConfig


class People(AppConfig):
    name = "yingda.people"
    label = "people"
