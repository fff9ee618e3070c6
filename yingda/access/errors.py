"""What signing in and looking refuse."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class BadSignIn(Refusal):
    status = 401
    code = "access.bad_sign_in"
    sentence = say("用户名或密码不正确，还可以再试 {left} 次。", "Wrong user name or password; {left} tries left.")


class Locked(Refusal):
    status = 423
    code = "access.locked"
    sentence = say(
        "连续输错，账号已锁定，请 {minutes} 分钟后再试，或请管理员解锁。",
        "Locked after too many failures. Try again in {minutes} minutes, or ask an administrator.",
    )


class TooOften(Refusal):
    status = 429
    code = "too_often"
    sentence = say("操作太频繁，请 {seconds} 秒后再试。", "Too often; try again in {seconds} seconds.")


class BadFile(Refusal):
    status = 422
    code = "file.refused"
    sentence = say("文件“{name}”不能上传：{why}", "{name} cannot be uploaded: {why}")


class Taken(Refusal):
    status = 409
    code = "taken"
    sentence = say("“{field_name}”{value} 已被使用，请换一个。", "{field_name} {value} is in use; choose another.")
