"""`yingda journal verify`: is the journal what was once sealed? Names the first fact altered, removed or inserted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from django.db import connection

from yingda.journal import seals
from yingda.journal.canonical import MARK_BYTES, mark, rows
from yingda.journal.feed import head
from yingda.journal.models import Seal
from yingda.lib import crypto
from yingda.lib.keyring import BadKeyring
from yingda.lib.say import Sentence, say

CHUNK = 200
WHOLE = say(
    "日志完好：已核对 {positions} 个位置、{seals} 个封存块。",
    "The journal is whole: {positions} positions and {seals} seals checked.",
)
ALTERED = say(
    "第 {position} 位的事实（编号 {fact}）被修改过。", "The fact at position {position} (id {fact}) was altered."
)
REMOVED = say(
    "第 {position} 位的事实（编号 {fact}）被删除，或已无法读取。",
    "The fact at position {position} (id {fact}) was removed, or can no longer be read.",
)
NO_POSITION = say("第 {position} 位被删除。", "Position {position} was removed.")
INSERTED = say(
    "编号 {fact} 的事实是绕过程序插入的：它在事实流中没有位置。",
    "The fact with id {fact} was inserted past the program: it has no position in the feed.",
)
SEAL_REMOVED = say(
    "第 {first} 至 {last} 位的封存块被删除。", "The seal of positions {first} to {last} was removed."
)  # fmt: skip
SEAL_ALTERED = say(
    "第 {first} 至 {last} 位的封存块被修改过。", "The seal of positions {first} to {last} was altered."
)  # fmt: skip
KEY_LOST = say(
    "第 {first} 至 {last} 位的封存块无法核对：密钥环中没有密钥 {key}，请从备份恢复密钥环。",
    "The seal of positions {first} to {last} cannot be checked: key {key} is not in the key ring. Restore the ring.",
)
CUT_OFF = say(
    "日志末尾被截断：封存记录文件记有第 {first} 至 {last} 位的封存块，数据库中没有。",
    "The journal's end was cut off: the seal of positions {first} to {last} stands only in the file of seals.",
)
OTHER_SEAL = say(
    "第 {first} 至 {last} 位被重新封存过：与封存记录文件不符。",
    "Positions {first} to {last} were sealed anew: the seal differs from the file of seals.",
)
BAD_LINE = say("封存记录文件第 {number} 行无法读取。", "Line {number} of the file of seals cannot be read.")


@dataclass(frozen=True)
class Finding:
    """Something wrong: a sentence and what fills it."""

    sentence: Sentence
    values: dict[str, object]

    def say(self, language: str | None = None) -> str:
        return self.sentence(language, **self.values)


@dataclass
class Report:
    """How far the check came, and the first thing that is wrong (None: nothing)."""

    positions: int = 0
    seals: int = 0
    finding: Finding | None = field(default=None)

    @property
    def ok(self) -> bool:
        return self.finding is None

    def say(self, language: str | None = None) -> str:
        if self.finding:
            return self.finding.say(language)
        return WHOLE(language, positions=self.positions, seals=self.seals)


def verify() -> Report:
    """Check the chain of seals, each sealed fact, the tail, the facts without a place, and the file of seals.

    Reads in chunks, in bounded memory, while the house runs. Stops at the first finding.
    """
    report = Report()
    report.finding = next(findings(report), None)
    return report


def findings(report: Report) -> Iterator[Finding]:
    previous = None
    for seal in all_seals():
        yield from seal_is_true(seal, previous)
        yield from block_is_true(seal, report)
        report.seals += 1
        previous = seal
    yield from tail_is_dense(previous.last + 1 if previous else 1, report)
    yield from every_fact_has_a_place()
    yield from log_agrees()


def all_seals() -> Iterator[Seal]:
    last = 0
    while chunk := list(Seal.objects.filter(last__gt=last).order_by("last")[:CHUNK]):
        yield from chunk
        last = chunk[-1].last


def seal_is_true(seal: Seal, previous: Seal | None) -> Iterator[Finding]:
    """The chain has no gap, and the head is what the key ring says."""
    block = {"first": seal.first, "last": seal.last}
    due = previous.last + 1 if previous else 1
    if seal.first > due:
        yield Finding(SEAL_REMOVED, {"first": due, "last": seal.first - 1})
    try:
        true = crypto.mac_with(seal.key, seals.header(seal, previous))
    except BadKeyring:
        yield Finding(KEY_LOST, block | {"key": seal.key})
    else:
        if true != seal.head or len(seal.marks) != (seal.last - seal.first + 1) * MARK_BYTES:
            yield Finding(SEAL_ALTERED, block)


def block_is_true(seal: Seal, report: Report) -> Iterator[Finding]:
    """Each position of the block holds the fact that was sealed there."""
    digest, due, marks = sha256(), seal.first, bytes(seal.marks)
    for row in rows(seal.first, seal.last):
        yield from no_gap(due, row.position)
        if row.fact is None:
            yield Finding(REMOVED, {"position": row.position, "fact": row.id})
        start = (row.position - seal.first) * MARK_BYTES
        if mark(row.line) != marks[start : start + MARK_BYTES]:
            yield Finding(ALTERED, {"position": row.position, "fact": row.id})
        digest.update(row.line + b"\n")
        due = row.position + 1
        report.positions += 1
    yield from no_gap(due, seal.last + 1)
    if digest.hexdigest() != seal.digest:
        yield Finding(SEAL_ALTERED, {"first": seal.first, "last": seal.last})


def no_gap(due: int, found: int) -> Iterator[Finding]:
    if found != due:
        yield Finding(NO_POSITION, {"position": due})


def tail_is_dense(due: int, report: Report) -> Iterator[Finding]:
    """What is not sealed yet stands in unbroken order."""
    for row in rows(due, head()):
        yield from no_gap(due, row.position)
        if row.fact is None:
            yield Finding(REMOVED, {"position": row.position, "fact": row.id})
        due = row.position + 1
        report.positions += 1


def every_fact_has_a_place() -> Iterator[Finding]:
    """The program gives each fact a place in its own transaction, or a note that it waits for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fact.id FROM journal_fact fact "
            "LEFT JOIN journal_placed placed ON placed.fact = fact.id "
            "LEFT JOIN journal_unplaced unplaced ON unplaced.fact = fact.id "
            "WHERE placed.fact IS NULL AND unplaced.fact IS NULL ORDER BY fact.id LIMIT 1"
        )
        row = cursor.fetchone()
    if row:
        yield Finding(INSERTED, {"fact": row[0]})


def log_agrees() -> Iterator[Finding]:
    """Every seal that the file knows stands in the database. The file may know fewer: other machines seal as well."""
    lines = enumerate(seals.read_log(), 1)
    while chunk := list(islice(lines, CHUNK)):
        heads = dict(Seal.objects.filter(last__in=[line.get("last") for _, line in chunk]).values_list("last", "head"))
        for number, line in chunk:
            if not line:
                yield Finding(BAD_LINE, {"number": number})
            elif line["last"] not in heads:
                yield Finding(CUT_OFF, {"first": line["first"], "last": line["last"]})
            elif heads[line["last"]] != line["head"]:
                yield Finding(OTHER_SEAL, {"first": line["first"], "last": line["last"]})
