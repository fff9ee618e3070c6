"""Pages. The desk is one page at many addresses; public pages are small and stand alone."""

from django.urls import path, re_path

from yingda.web import pages

RESERVED = "api/|feed|assets/|static/|rate/|widget|demo/|health"

urlpatterns = [
    path("health", pages.health),
    path("robots.txt", pages.robots),
    re_path(rf"^(?!{RESERVED})(?P<path>[^.]*)$", pages.desk),
]
