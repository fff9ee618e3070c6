"""What can happen to a contact."""

from datetime import timedelta
from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

ARRIVED = declare("contact.arrived", say("客户来访", "Customer arrived"), channel=Code, direction=Code)
QUEUED = declare("contact.queued", say("进入排队", "Entered the queue"), channel=Code, again=bool)
CLOSED_HOURS = declare("contact.closed_hours", say("服务时间外来访", "Came outside service hours"), channel=Code)
OFFERED = declare("contact.offered", say("派给坐席", "Offered to an agent"), offer=UUID, rings=int, channel=Code)
REQUEUED = declare("contact.requeued", say("重新排队", "Back in the queue"), reason=Code)
ANSWERED = declare("contact.answered", say("坐席接通", "Answered"), channel=Code, waited=timedelta, again=bool)
CALLED = declare("contact.called", say("坐席联系客户", "An agent turns to the customer"), channel=Code)
MESSAGE = declare("contact.message", say("消息", "Message"), message=UUID, author=Code, kind=Code)
WHISPERED = declare("contact.whispered", say("内部留言", "Whispered"), message=UUID, author=Code, kind=Code)
SEEN = declare("contact.seen", say("已读", "Seen"), message=UUID, author=Code)
STEP = declare("contact.step", say("进入步骤", "Step reached"), step=Code)
TYPED = declare("contact.typed", say("确定问题类型", "Request type set"), type=Code, before=Code)
URGENCY = declare("contact.urgency", say("确定紧急程度", "Urgency set"), urgency=Code, before=Code)
CLASSIFIED = declare("contact.classified", say("初步沟通完成", "Type, urgency and need recorded"), type=Code)
RECOGNISED = declare("contact.recognised", say("识别客户", "Customer recognised"), customer=int)
IDENTITY = declare("contact.identity_checked", say("身份核验", "Identity checked"), result=Code)
JOINED = declare("contact.joined", say("加入会话", "Joined"))
LEFT = declare("contact.left", say("离开会话", "Left"))
TRANSFER = declare("contact.transfer", say("转接", "Transfer started"), transfer=UUID, to=Code)
TAKEN_OVER = declare("contact.taken_over", say("接手", "Taken over"), transfer=UUID)
HANDED_OVER = declare("contact.handed_over", say("当场移交", "Handed over at once"), transfer=UUID)
OUTSIDE = declare("contact.passed_outside", say("转接至外线", "Passed on to somebody outside"), transfer=UUID)
HELD = declare("contact.held", say("请客户稍候", "On hold"), minutes=int)
HOLD_NEWS = declare("contact.hold_news", say("保持中告知进展", "News while on hold"))
RESUMED = declare("contact.resumed", say("结束保持", "Taken off hold"), lasted=timedelta)
LANGUAGE = declare("contact.language", say("服务语言", "Language set"), language=Code)
ENDED = declare("contact.ended", say("会话结束", "Ended"), ended_by=Code, answered=bool, channel=Code)
ARCHIVED = declare("contact.archived", say("归档", "Archived"))
