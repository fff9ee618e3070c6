"""The people of these tests: agents of two lines who do not see each other's work."""

from datetime import UTC, datetime

from django.test import Client

from yingda.people.models import Grant, Line, Organisation, Person, Role, Team

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai


class Cast:
    """Two lines: `hotline` with agents 王芳 and 刘洋 and supervisor 陈静, `shop` with the outsider 赵敏."""

    def __init__(self) -> None:
        Organisation.objects.get_or_create(id=1, defaults={"name": "晴川市热线"})
        self.hotline = Line.objects.create(code="hotline", name="市民热线")
        self.shop = Line.objects.create(code="shop", name="商城客服")
        self.team = self.made_team("热线一组", self.hotline)
        self.experts = self.made_team("专家组", self.hotline)
        self.others = self.made_team("商城组", self.shop)
        self.wang = self.person("wang", "王芳", self.team, Role.AGENT)
        self.liu = self.person("liu", "刘洋", self.team, Role.AGENT)
        self.expert = self.person("expert", "周宁", self.experts, Role.AGENT)
        self.chen = self.person("chen", "陈静", self.team, Role.SUPERVISOR)
        self.outsider = self.person("zhao", "赵敏", self.others, Role.AGENT)
        self.boss = self.person("boss", "孙强", self.others, Role.SUPERVISOR)

    def made_team(self, name: str, line: Line) -> Team:
        team = Team.objects.create(name=name)
        team.lines.add(line)
        return team

    def person(self, username: str, name: str, team: Team, role: str) -> Person:
        number = str(6000 + Person.objects.count())
        made = Person.objects.create_person(username, None, name=name, work_number=number, team=team)
        Grant.objects.create(person=made, role=role)
        return made


def desk_of(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client
