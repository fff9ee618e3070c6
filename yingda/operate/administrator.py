"""`yingda createadmin`."""

import argparse
import getpass
import sys

from django.contrib.auth.hashers import make_password

from yingda.access import administration
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.example import readable_password
from yingda.people.models import Organisation, Person, Role
from yingda.standard.versions import ensure_first_version

USERNAME = say("用户名：", "User name: ")
PASSWORD = say("密码（留空则自动生成）：", "Password (empty: one is made): ")
MADE = say(
    "管理员 {username} 已建立，工号 {number}。", "The administrator {username} has been made, work number {number}."
)
GENERATED = say("密码（只显示这一次）： {password}", "Password (shown only this once):  {password}")
FIRST_WORK_NUMBER = 1000


def create(arguments: argparse.Namespace) -> None:
    """Make an administrator; asks for what is not given. Raises Refusal when the name is taken or the password weak."""
    username = arguments.username or input(USERNAME())
    given = getpass.getpass(PASSWORD()) if sys.stdin.isatty() else ""
    password = given or readable_password()
    person = made(username, arguments.name or username, password)
    print(MADE(username=person.username, number=person.work_number))
    if not given:
        print(GENERATED(password=password))


def made(username: str, name: str, password: str) -> Person:
    """The new administrator; an organisation and its standard too, where there are none yet."""
    at = now()
    Organisation.objects.get_or_create(pk=1, defaults={"name": name})
    ensure_first_version(at=at)
    return administration.add_person(
        username=username,
        password_hash=make_password(administration.checked_password(password)),
        name=name,
        work_number=next_work_number(),
        roles=[Role.ADMINISTRATOR],
        by=None,
        at=at,
    )


def next_work_number() -> str:
    """One more than the highest that is a number."""
    numbers = [int(number) for number in Person.objects.values_list("work_number", flat=True) if number.isdigit()]
    return str(max([*numbers, FIRST_WORK_NUMBER]) + 1)
