from django.apps import AppConfig


class Cases(AppConfig):
    name = "yingda.cases"
    label = "cases"
