"""How the exchange stands, in words: `yingda pbx` writes `<data>/pbx/status.json`, the desk and the doctor read it."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from yingda.environment import env
from yingda.lib.say import Sentence, say
from yingda.telephony.pbx.private import write_private

FILE = "status.json"
OFF = say("已用 YINGDA_PBX=off 关闭。", "It is switched off by YINGDA_PBX=off.")
REMOTE = say("使用 {url} 的电话交换机。", "The exchange at {url} is used.")
NEVER = say("电话交换机没有启动；请运行 yingda serve。", "The exchange has not been started; run yingda serve.")


class State(StrEnum):
    """OFF: not wanted. FETCHING: Asterisk is being got. STARTING: it boots. UP: it answers. FAILED: see the words."""

    OFF = "off"
    FETCHING = "fetching"
    STARTING = "starting"
    UP = "up"
    FAILED = "failed"


@dataclass(frozen=True)
class Status:
    """`since`: when this state began; None when the exchange was never started."""

    state: State
    words: Sentence
    since: datetime | None = None


def current() -> Status:
    """How the exchange stands that this installation uses. One elsewhere is always called UP: see the driver."""
    if env.pbx_off:
        return Status(State.OFF, OFF)
    if env.ari_url:
        return Status(State.UP, say(REMOTE("zh", url=env.ari_url), REMOTE("en", url=env.ari_url)))
    return read(env.data / "pbx")


def read(folder: Path) -> Status:
    """What the file in this folder says."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Status(State.OFF, NEVER)
    since = datetime.fromisoformat(found["since"])
    return Status(State(found["state"]), say(found["zh"], found["en"]), since)


def write(folder: Path, status: Status) -> None:
    """Keep it where `current()` finds it."""
    words = status.words
    found = {"state": status.state, "zh": words.zh, "en": words.en, "since": status.since.isoformat()}
    write_private(folder / FILE, json.dumps(found, ensure_ascii=False))
