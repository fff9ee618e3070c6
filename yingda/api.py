"""The JSON API, described at /api/openapi.json: version 1 is a contract that a test holds."""

from django.http import HttpRequest
from ninja.errors import AuthenticationError, ValidationError

from yingda.access.api_auth import staff
from yingda.access.errors import TooOften
from yingda.description import DescribedAPI
from yingda.lib.errors import Refusal
from yingda.lib.say import say
from yingda.malformed import fault

SIGN_IN = say("请先登录。", "Sign in first.")
MALFORMED = say("有内容填写有误，请按提示修改。", "Some fields need correcting.")

api = DescribedAPI(title="Yingda 应答", version="1", auth=staff, docs_url=None, urls_namespace="api")


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal):
    body = {"code": refusal.code, "message": refusal.say()}
    if refusal.field:
        body["field"] = refusal.field
    body |= {key: refusal.values[key] for key in ("missing", "fields") if key in refusal.values}
    return api.create_response(request, body, status=refusal.status)


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, refusal: TooOften):
    answer = refused(request, refusal)
    answer["Retry-After"] = str(refusal.values["seconds"])
    return answer


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError):
    return api.create_response(request, {"code": "sign_in", "message": SIGN_IN()}, status=401)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError):
    fields = [fault(one) for one in error.errors]
    return api.create_response(request, {"code": "malformed", "message": MALFORMED(), "fields": fields}, status=422)


ROUTERS = [
    "yingda.access.api.router",
    "yingda.access.people_api.router",
    "yingda.standard.api.router",
    "yingda.customers.api.router",
    "yingda.contacts.api.router",
    "yingda.cases.api.router",
    "yingda.cases.record_api.router",
    "yingda.followups.api.router",
    "yingda.promises.api.router",
    "yingda.routing.api.router",
    "yingda.channels.chat.api.router",
    "yingda.telephony.recordings.api.router",
    "yingda.telephony.api.router",
    "yingda.telephony.exchange_api.router",
    "yingda.telephony.prompts.api.router",
    "yingda.telephony.outbound_api.router",
    "yingda.telephony.setup.api.router",
    "yingda.telephony.web_calls_api.router",
    "yingda.desk.api.router",
]
for router in ROUTERS:
    api.add_router("", router)
