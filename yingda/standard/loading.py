"""From the files to a standard: reads, checks, and tells every fault with file, rule and field.

`content` is the whole rule set as plain data: {"promises": {…}, "hours": {…}, …}, one key a file, in the files' shape.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from yingda.lib.say import say
from yingda.lib.text import sound
from yingda.standard.assembly import Parts, assemble
from yingda.standard.checking import faults_of_override, find_more
from yingda.standard.errors import Faulty
from yingda.standard.reading import Fault, Table
from yingda.standard.shape import Standard
from yingda.standard.voice import shipped_voice

RULES = Path(__file__).parent / "rules"
FILES = (
    "chapters",
    "promises",
    "hours",
    "steps",
    "types",
    "root_causes",
    "record_form",
    "words",
    "quality",
    "openings",
    "voice",
)


def load_shipped() -> dict:
    """The rules inside the package. Raises Faulty. The caller may change what it gets."""
    return deepcopy(shipped())


@lru_cache(maxsize=1)
def shipped() -> dict:
    content, faults = read_folder(RULES)
    refuse(faults or check(content))
    return content


def digest_of(content: Mapping, overrides: Mapping | None = None) -> str:
    """What two versions with the same rules share: SHA-256 over a canonical form."""
    form = json.dumps([content, overrides or {}], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(form.encode()).hexdigest()


def check(content: Mapping, overrides: Mapping[str, Mapping] | None = None) -> list[Fault]:
    """Every fault in these rules and in each line's own figures."""
    faults: list[Fault] = []
    find_more(read(content, faults))
    for line, own in (overrides or {}).items():
        found = faults_of_override(content, own)
        if not found:
            found = check(merge(content, own))
        faults += [replace(fault, file=f"{line}:{fault.file}") for fault in found if fault not in faults]
    return faults


def check_path(path: Path) -> list[Fault]:
    """Every fault in a rules file or a folder of rules. What a file leaves out is taken from the shipped rules."""
    if path.is_dir():
        content, faults = read_folder(path, given=sorted(file.stem for file in path.glob("*.toml")))
    else:
        content, faults = read_folder(path.parent, given=[path.stem], suffix=path.suffix)
    known = {name: part for name, part in content.items() if name in FILES}
    return faults or check({**load_shipped(), **known})


def standard_of(content: Mapping, own: Mapping | None = None, **place) -> Standard:
    """The standard of stored rules, with a line's own figures. `place`: version, number, line, calendar.

    Raises Faulty; facts that a newer program no longer declares are no fault here: they never happen.
    """
    faults: list[Fault] = []
    parts = read(merge(content, own or {}), faults)
    refuse(faults)
    return assemble(parts, own or {}, **place)


def read(content: Mapping, faults: list[Fault]) -> Parts:
    """The parts of the rules; what is wrong goes into `faults`."""
    for name in content:
        if name not in FILES:
            faults.append(
                Fault(
                    f"{name}.toml",
                    "",
                    "",
                    say(f"没有这个文件，可用：{'、'.join(FILES)}", f"is no rules file; there are: {', '.join(FILES)}"),
                )
            )
    for name, part in content.items():
        faults.extend(unsound(f"{name}.toml", part))
    content = with_voice(content)
    files = {name: Table(as_table(content.get(name)), f"{name}.toml", faults) for name in FILES}
    return Parts.read(files)


def with_voice(content: Mapping) -> Mapping:
    """What a version leaves unsaid on the telephone is said as shipped: the first versions had no announcements."""
    own = content.get("voice", {})
    return {**content, "voice": merge(shipped_voice(), own)} if isinstance(own, Mapping) else content


def unsound(file: str, value: object, path: str = "") -> Iterator[Fault]:
    """Texts and keys that no database or page can hold."""
    if isinstance(value, Mapping):
        for key, under in value.items():
            yield from unsound(file, key, path)
            yield from unsound(file, under, f"{path}{key}.")
    elif isinstance(value, (list, tuple)):
        for number, under in enumerate(value):
            yield from unsound(file, under, f"{path}{number + 1}.")
    elif isinstance(value, str) and not sound(value):
        yield Fault(file, "", path.rstrip("."), say("含有不能保存的字符", "has characters that cannot be kept"))


def as_table(part: object) -> Mapping:
    return part if isinstance(part, Mapping) else {}


def merge(base: Mapping, own: Mapping) -> dict:
    """`base` with the values of `own` put over it, table by table; lists are replaced."""
    merged = dict(base)
    for key, value in own.items():
        under = merged.get(key)
        merged[key] = merge(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def read_folder(folder: Path, given: Iterable[str] = FILES, suffix: str = ".toml") -> tuple[dict, list[Fault]]:
    """The files as plain data, and what kept one from being read at all."""
    content, faults = {}, []
    for name in given:
        path = folder / f"{name}{suffix}"
        try:
            content[name] = tomllib.loads(path.read_text(encoding="utf-8"))
            json.dumps(content[name])
        except FileNotFoundError:
            faults.append(Fault(path.name, "", "", say("找不到这个文件", "does not exist")))
        except tomllib.TOMLDecodeError as error:
            faults.append(Fault(path.name, "", "", say(f"不是有效的 TOML：{error}", f"is no TOML: {error}")))
        except UnicodeDecodeError:
            faults.append(Fault(path.name, "", "", say("请以 UTF-8 保存", "is not UTF-8: save it as UTF-8")))
        except TypeError:
            faults.append(Fault(path.name, "", "", say("日期请加引号", "has a date: write it in quotes")))
        if name not in FILES and name in content:
            known = say(f"没有这个文件，可用：{'、'.join(FILES)}", f"is no rules file; there are: {', '.join(FILES)}")
            faults.append(Fault(path.name, "", "", known))
    return content, faults


def refuse(faults: list[Fault]) -> None:
    """Raise Faulty if there is any."""
    if faults:
        raise Faulty(faults)
