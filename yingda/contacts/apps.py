from django.apps import AppConfig


class Contacts(AppConfig):
    name = "yingda.contacts"
    label = "contacts"
