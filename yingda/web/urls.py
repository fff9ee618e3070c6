"""Pages. The desk is one page; public pages are small and stand alone."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
