"""`yingda seed`, and what a first start does by itself."""

import argparse

from yingda.lib.errors import Refusal
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate import example
from yingda.operate.database import alone
from yingda.operate.tables import table

WHO = say(
    "示例单位“青禾市民服务中心”已建立。以下密码只显示这一次，请记下：",
    "The example organisation “Qinghe Service Centre” has been made. The passwords are shown only this once:",
)
HEADINGS = (
    say("用户名", "User name"),
    say("密码", "Password"),
    say("姓名", "Name"),
    say("工号", "Work number"),
    say("角色", "Role"),
)


class NotEmpty(Refusal):
    code = "seed.not_empty"
    sentence = say(
        "数据库里已有人员，示例单位只能建在空数据库里。",
        "People work here already: the example organisation is for an empty database.",
    )


def seed(arguments: argparse.Namespace) -> None:
    """Make the example organisation. Raises NotEmpty."""
    if not planted():
        raise NotEmpty


def planted() -> bool:
    """Make the example organisation and show who can sign in; False when somebody works here already."""
    with alone():
        if not example.is_empty():
            return False
        credentials = example.plant(at=now())
    rows = [(one.username, one.password, one.name, one.work_number, str(one.role)) for one in credentials]
    print(f"\n{WHO()}\n\n{table([[str(heading) for heading in HEADINGS], *rows])}\n", flush=True)
    return True
