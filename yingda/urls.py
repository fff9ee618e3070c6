"""All addresses."""

from django.urls import include, path

from yingda.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("yingda.channels.chat.urls")),
    path("", include("yingda.telephony.urls")),
    path("", include("yingda.web.urls")),
]
