"""Reading rules without trust: every value is asked for by name and shape; what is wrong or left over becomes a fault.

A fault names file, rule and field, and says the way out. Reading goes on after one, so that all are told at once.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches

from yingda.lib.say import Sentence, say
from yingda.standard.durations import LIKE, Span, Unit, span

MISSING = object()


@dataclass(frozen=True)
class Fault:
    """Something in the rules that cannot be used."""

    file: str
    rule: str
    field: str
    why: Sentence

    @property
    def where(self) -> str:
        return " ".join(part for part in (self.file, self.rule, self.field) if part)

    def __str__(self) -> str:
        return f"{self.where}: {self.why('en')}"


@dataclass
class Table:
    """A table of the rules as it stands in a file, or in JSON. `path` leads to it inside its rule."""

    data: Mapping
    file: str
    faults: list[Fault]
    rule: str = ""
    path: str = ""
    asked: list[str] = field(default_factory=list)

    def fault(self, key: str, zh: str, en: str) -> None:
        """Note what is wrong with the value under `key`."""
        self.faults.append(Fault(self.file, self.rule, f"{self.path}{key}", say(zh, en)))

    def raw(self, key: str, kind: type | tuple, default: object, zh: str, en: str):
        """The value under `key` if it is of this kind; else a fault, and the default (None when there is none)."""
        self.asked.append(key)
        value = self.data.get(key, MISSING)
        if value is MISSING:
            if default is MISSING:
                self.fault(key, "缺少此项，请填写" + zh, "is missing: write " + en)
                return None
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in as_tuple(kind)):
            self.fault(key, "请填写" + zh, "write " + en)
            return None if default is MISSING else default
        return value

    def text(self, key: str, default: object = MISSING) -> str:
        value = self.raw(key, str, default, "文字", "text")
        if value is not None and value is not default and not value.strip():
            self.fault(key, "不能为空", "must not be empty")
        return value or ""

    def flag(self, key: str, default: object = MISSING) -> bool:
        return bool(self.raw(key, bool, default, " true 或 false", "true or false"))

    def whole(self, key: str, low: int, high: int, default: object = MISSING) -> int:
        """A whole number from `low` to `high`."""
        value = self.raw(key, int, default, f" {low} 到 {high} 的整数", f"a whole number from {low} to {high}")
        if value is None:
            return low
        if value is not default and not low <= value <= high:
            self.fault(key, f"请填写 {low} 到 {high} 的整数", f"write a whole number from {low} to {high}")
        return value

    def choice(self, key: str, options: Sequence[str], default: object = MISSING) -> str:
        value = self.raw(key, str, default, f"其中之一：{'、'.join(options)}", f"one of {', '.join(options)}")
        if value is not None and value is not default and value not in options:
            self.fault(key, f"请填写其中之一：{'、'.join(options)}", f"write one of {', '.join(options)}")
        return value or options[0]

    def span(self, key: str, default: object = MISSING, units: Sequence[Unit] = (Unit.ELAPSED,)) -> Span | None:
        """A length of time in one of these units."""
        value = self.raw(key, str, default, LIKE.zh, LIKE.en)
        if value is None or value is default:
            return None
        try:
            read = span(value)
        except ValueError:
            zh, en = f"“{value}”无法识别，请填写{LIKE.zh}", f'"{value}" is not understood: write {LIKE.en}'
            self.fault(key, zh, en)
            return None
        if read.unit not in units:
            allowed = ", ".join(units)
            self.fault(key, f"“{value}”的单位不适用，可用：{allowed}", f'"{value}": the unit here is {allowed}')
        return read

    def length(self, key: str, default: timedelta | None = None) -> timedelta | None:
        """A length of elapsed time, or the default when the key is not there."""
        read = self.span(key, None)
        return read.length if read else default

    def title(self, zh: str = "zh", en: str = "en") -> Sentence:
        """The two languages of a name."""
        return say(self.text(zh), self.text(en))

    def texts(self, key: str, default: object = MISSING) -> tuple[str, ...]:
        value = self.raw(key, list, default, "文字列表", "a list of texts") or ()
        if any(not isinstance(one, str) for one in value):
            self.fault(key, "请填写文字列表", "write a list of texts")
        return tuple(str(one) for one in value)

    def table(self, key: str, default: object = MISSING, rule: str = "") -> "Table":
        """The table under `key`; `rule` when it belongs to a rule of its own."""
        value = self.raw(key, Mapping, default, "一个表", "a table")
        return self.below(value or {}, key, rule)

    def tables(self, key: str, default: object = MISSING) -> list["Table"]:
        """The list of tables under `key`."""
        value = self.raw(key, list, default, "表的列表", "a list of tables") or ()
        found = []
        for number, one in enumerate(value):
            if isinstance(one, Mapping):
                found.append(self.below(one, f"{key}.{number + 1}"))
            else:
                self.fault(f"{key}.{number + 1}", "请填写一个表", "write a table")
        return found

    def named(self, key: str, default: object = MISSING, *, as_rules: bool = False) -> dict[str, "Table"]:
        """The tables under `key` by their names; with `as_rules` the names are rule ids."""
        whole = self.table(key, default)
        found = {name: whole.table(name, rule=name if as_rules else "") for name in whole.data}
        whole.done()
        return found

    def below(self, data: Mapping, key: str, rule: str = "") -> "Table":
        path = "" if rule else f"{self.path}{key}."
        return Table(data, self.file, self.faults, rule or self.rule, path)

    def places(self, key: str, sentence: str, allowed: Sequence[str]) -> None:
        """A fault unless the {places} of a sentence are among the allowed ones."""
        try:
            used = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
        except ValueError:
            self.fault(key, "花括号不成对", "has an unpaired brace")
            return
        listed = ", ".join(f"{{{one}}}" for one in allowed)
        for name in used:
            if name not in allowed:
                en = f"cannot use {{{name}}}; it may use: {listed or 'none'}"
                self.fault(key, f"不能使用 {{{name}}}，可用：{listed or '无'}", en)

    def done(self) -> None:
        """A fault for every key that nobody asked for."""
        for key in self.data:
            if key in self.asked:
                continue
            near = get_close_matches(str(key), self.asked, 1)
            zh = f"没有这一项，是否想写 {near[0]}？" if near else f"没有这一项，可用：{'、'.join(self.asked)}"
            en = f"is unknown; did you mean {near[0]}?" if near else f"is unknown; there are: {', '.join(self.asked)}"
            self.fault(str(key), zh, en)


def as_tuple(kind: type | tuple) -> tuple:
    return kind if isinstance(kind, tuple) else (kind,)
