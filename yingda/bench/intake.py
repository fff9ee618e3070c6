"""An inbound contact with its fact, customer look-up, case and three promises, against the same rows by psycopg."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb

from yingda.bench.ground import Ground, a_centre, ground
from yingda.bench.intake_http import over_http
from yingda.bench.line import Line

CONTACTS, CUSTOMERS, WORKERS = 1_500, 200, 4
COUNTED = 5
REGION = "CN"  # of the trunk that the call comes in by
WHAT = "recording an inbound contact with its fact, customer look-up, case and 3 promises"
LOOK_UP = """SELECT c.* FROM customers_customer c JOIN customers_phone p ON p.customer_id = c.id
WHERE p.lookup = %s ORDER BY p.made DESC LIMIT 2"""
NUMBER = """INSERT INTO cases_daycounter (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = cases_daycounter.last + 1 RETURNING last"""
# The tables of an intake in the order of writing, and which of their columns name an id made before.
CONTACT, CASE = "contacts_contact", "cases_case"
TABLES: dict[str, dict[str, str]] = {
    CONTACT: {},
    CASE: {},
    "cases_record": {"contact_id": CONTACT, "case_id": CASE},
    "journal_fact": {"contact": CONTACT, "case": CASE},
    "promises_promise": {"contact": CONTACT, "case": CASE, "subject": CASE},
}


def lines(contacts: int = CONTACTS, workers: int = WORKERS) -> Iterator[Line]:
    """Measure in one run, on one database: one connection each, then web processes with so many workers."""
    with ground() as place:
        yield from measure(place, contacts, workers)


def measure(place: Ground, contacts: int, workers: int) -> Iterator[Line]:
    from django.db import connection

    intake = Intake.prepared()
    statements = intake.statements()
    plain = Plain(place, intake.sample())
    ours, reference = in_turns(intake, plain, contacts)
    yield Line(WHAT, f"{ours:,.0f}/s", f"{reference:,.0f}/s", ours / reference, f"{statements} statements a contact")
    size = {"contacts": contacts // 2, "workers": workers}
    yield over_http(place, intake.line, intake.agent, intake.numbers, reference=reference, **size)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    plain.connection.execute("SET synchronous_commit TO off")
    plain.connection.commit()
    ours, reference = in_turns(intake, plain, contacts)
    yield Line(f"{WHAT}, synchronous_commit off", f"{ours:,.0f}/s", f"{reference:,.0f}/s", ours / reference)
    plain.connection.close()


def in_turns(intake: "Intake", plain: "Plain", contacts: int) -> tuple[float, float]:
    """Contacts a second of both, each in two halves, so that neither has the quieter machine."""
    spent = {intake: 0.0, plain: 0.0}
    for one in (plain, intake, intake, plain):
        began = time.perf_counter()
        for number in range(contacts // 2):
            one.take_in(number)
        spent[one] += time.perf_counter() - began
    return contacts // 2 * 2 / spent[intake], contacts // 2 * 2 / spent[plain]


@dataclass(eq=False)
class Intake:
    """Our verbs, on one line with its agent, for customers who call again."""

    line: object
    agent: object
    numbers: list[str] = field(default_factory=list)

    @classmethod
    def prepared(cls) -> "Intake":
        from yingda.customers.making_known import create
        from yingda.lib.times import now

        line, agent = a_centre()
        made = cls(line, agent, [f"138{number:08d}" for number in range(CUSTOMERS)])
        for number in made.numbers:
            create(at=now(), by=agent, line=line, phones=[number])
        for number in range(20):
            made.take_in(number)
        return made

    def take_in(self, number: int):
        from yingda.lib.times import now

        return take_in(self.numbers[number % len(self.numbers)], self.line, self.agent, at=now())

    def statements(self) -> int:
        """How many statements one contact costs, BEGIN and COMMIT counted.

        The one look a second at whether the standard has changed is not a contact's: of several contacts taken in
        one after the other, the least is the one without it, however slow the machine.
        """
        return min(self.counted() for _ in range(COUNTED))

    def counted(self) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self.take_in(0)
        return len(queries)

    def sample(self) -> int:
        """The id of a contact taken in, whose rows the reference copies."""
        return self.take_in(0).pk


def take_in(phone: str, line, agent, *, at: datetime):
    """A customer comes with a complex matter: who is it, the contact, its case; 4.9, 4.10 and 4.11 are promised."""
    from yingda.cases.opening import open_case
    from yingda.contacts.arrive import arrive
    from yingda.customers.finding import recognise
    from yingda.journal import verb
    from yingda.lib.ids import uuid7

    @verb
    def intake():
        contact = arrive(line=line, channel="phone", uid=uuid7(), customer=recognise(phone, REGION), at=at)
        open_case(contact, by=agent, at=at, complex=True)
        return contact

    return intake()


class Plain:
    """The rows of one intake, written again and again by psycopg: row by row, one transaction, one commit."""

    def __init__(self, place: Ground, contact: int):
        self.connection = place.connect()
        self.rows = {table: self.read(table, contact) for table in TABLES}
        query = "SELECT lookup FROM customers_phone ORDER BY id"
        self.lookups = [lookup for (lookup,) in self.connection.execute(query)]
        self.connection.commit()

    def read(self, table: str, contact: int) -> list[dict]:
        """The sample's rows of this table, without their ids."""
        case = "SELECT case_id FROM cases_record WHERE contact_id = %(contact)s"
        where = {
            CONTACT: "id = %(contact)s",
            CASE: f"id = ({case})",
            "cases_record": "contact_id = %(contact)s",
        }.get(table, f'contact = %(contact)s OR "case" = ({case})')
        cursor = self.connection.cursor(row_factory=psycopg.rows.dict_row)
        found = cursor.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id", {"contact": contact}).fetchall()
        return [{name: sendable(value) for name, value in row.items() if name != "id"} for row in found]

    def take_in(self, number: int) -> None:
        from yingda.lib.ids import uuid7
        from yingda.lib.times import now

        made: dict[str, int] = {}
        run = self.connection.execute
        run(LOOK_UP, [self.lookups[number % len(self.lookups)]]).fetchall()
        count = run(NUMBER, [now().date()]).fetchone()[0]
        for table, references in TABLES.items():
            for row in self.rows[table]:
                row = row | {name: made[to] for name, to in references.items() if row[name] is not None}
                if table == CASE:
                    row["number"] = f"p{count}"
                if "uid" in row:
                    row["uid"] = uuid7()
                made[table] = run(inserting(table, tuple(row)), list(row.values())).fetchone()[0]
                if table == "journal_fact":
                    run("INSERT INTO journal_unplaced (fact) VALUES (%s)", [made[table]])
        self.connection.commit()


def inserting(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))}) RETURNING id"


def sendable(value: object) -> object:
    """A value as psycopg takes it back."""
    return Jsonb(value) if isinstance(value, dict | list) else value
