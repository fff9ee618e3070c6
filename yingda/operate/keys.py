"""`yingda keys rotate`."""

import argparse

from yingda.customers import rotation
from yingda.lib import keyring
from yingda.lib.say import say

NEW_KEY = say("新密钥 {key} 已启用。请重新备份。", "The new key {key} is in use. Make a new backup.")
REWRITTEN = say("已用新密钥重新加密 {number} 项。", "{number} values have been encrypted with it.")


def rotate(arguments: argparse.Namespace) -> None:
    """Make a new key, then encrypt everything with it, in chunks. May be stopped, and started again."""
    key = keyring.rotate()
    print(NEW_KEY(key=key), flush=True)
    print(REWRITTEN(number=rotation.rewrite()), flush=True)
