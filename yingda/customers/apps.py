from django.apps import AppConfig


class Customers(AppConfig):
    name = "yingda.customers"
    label = "customers"
