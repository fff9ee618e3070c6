"""The widget's addresses."""

from django.urls import path

from yingda.channels.chat import pages

urlpatterns = [
    path("widget.js", pages.loader),
    path("widget/assets/<str:name>", pages.asset),
    path("widget/frame/<slug:key>", pages.frame),
]
