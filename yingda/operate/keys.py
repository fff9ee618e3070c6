"""`yingda keys rotate`."""

import argparse
import sys
from collections.abc import Callable

from yingda.access import rotation as files
from yingda.customers import rotation as numbers
from yingda.lib import keyring
from yingda.lib.say import Sentence, say
from yingda.telephony import sealed as telephone
from yingda.telephony.recordings import rotation as recordings

NEW_KEY = say(
    "新密钥 {key} 已启用。中断后可用 yingda keys rotate --resume 继续。",
    "The new key {key} is in use. If this is broken off, go on with yingda keys rotate --resume.",
)
NUMBERS = say("  号码和证件：{done}", "  numbers and documents: {done}")
TELEPHONE = say("  电话号码与话机密码：{done}", "  callers' numbers and secrets of phones: {done}")
FILES = say("  文件：{done}", "  files: {done}")
RECORDINGS = say("  录音：{done}", "  recordings: {done}")
REWRITTEN = say(
    "已用密钥 {key} 重新加密 {number} 项。请重新备份。",
    "{number} values have been sealed again with {key}. Make a new backup.",
)
UNREADABLE = say(
    "有 {number} 个文件无法打开，仍按原样保留，请从备份恢复：{files}",
    "{number} files could not be opened and stay as they are; restore them from a backup: {files}",
)


def rotate(arguments: argparse.Namespace) -> int:
    """Make a new key, then encrypt everything with it, in chunks; `--resume` goes on with the newest key.

    1 when a file could not be opened.
    """
    key = keyring.keyring().current if arguments.resume else keyring.rotate()
    if not arguments.resume:
        print(NEW_KEY(key=key), flush=True)
    done = numbers.rewrite(told(NUMBERS)) + telephone.rewrite(told(TELEPHONE))
    unreadable = []
    for room, sentence in ((files, FILES), (recordings, RECORDINGS)):
        sealed, lost = room.rewrite(told(sentence))
        done, unreadable = done + sealed, unreadable + lost
    print(REWRITTEN(key=key, number=f"{done:,}"), flush=True)
    if unreadable:
        print(UNREADABLE(number=len(unreadable), files=", ".join(map(str, unreadable))), file=sys.stderr)
    return 1 if unreadable else 0


def told(sentence: Sentence) -> Callable[[int], None]:
    """Say how many are done."""
    return lambda done: print(sentence(done=f"{done:,}"), flush=True)
