from django.apps import AppConfig


class Followups(AppConfig):
    name = "yingda.followups"
    label = "followups"
