from django.apps import AppConfig


class Chat(AppConfig):
    name = "yingda.channels.chat"
    label = "chat"
