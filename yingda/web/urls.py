"""Pages. The desk is one page at many addresses; public pages are small and stand alone."""

from django.urls import path, re_path

from yingda.web import demo, pages
from yingda.web.rating import rating_page

RESERVED = "api/|feed|assets/|static/|rate/|widget|call/|demo/|health"

urlpatterns = [
    path("health", pages.health),
    path("robots.txt", pages.robots),
    path("demo/<slug:key>", demo.demo),
    path("rate/<str:token>", rating_page, name="rating"),
    re_path(rf"^(?!{RESERVED})(?P<path>[^.]*)$", pages.desk),
]
