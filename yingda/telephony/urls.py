"""The addresses of the customers' telephone."""

from django.urls import path

from yingda.telephony import web_pages

urlpatterns = [
    path("call.js", web_pages.loader),
    path("call/assets/<str:name>", web_pages.asset),
    path("call/frame/<slug:key>", web_pages.frame),
    path("call/<slug:key>", web_pages.page, name="web_call"),
]
