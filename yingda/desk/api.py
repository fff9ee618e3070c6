"""What joins rooms for the desk: its snapshot and its search."""

from django.http import HttpRequest
from ninja import Router

from yingda.desk.schemas import DeskOut
from yingda.desk.snapshot import snapshot

router = Router(tags=["desk"])


@router.get("/desk", response=DeskOut)
def get_desk(request: HttpRequest):
    return snapshot(request.auth)
