"""`yingda search rebuild`: the search indexes anew, from the rows that they find."""

import argparse

from yingda.cases import search as cases
from yingda.customers import search as customers
from yingda.lib.say import say

INDEXES = (cases, customers)
REBUILT = say("搜索索引已重建：{number} 项。", "The search indexes have been built anew: {number} rows.")


def rebuild(arguments: argparse.Namespace) -> None:
    """Build them and say how many rows they hold."""
    print(REBUILT(number=f"{rebuild_all():,}"), flush=True)


def rebuild_all() -> int:
    """For a database that was filled past the verbs: a copy carries the rows, the index is made where it is used."""
    return sum(index.rebuild() for index in INDEXES)
