"""`yingda clock`: keeps every promise on time."""

import argparse

from yingda.promises import clock as promises
from yingda.serve.ending import ending


def clock(arguments: argparse.Namespace) -> None:
    """Tick until asked to end; the batch under way is finished."""
    promises.run(ending(arguments.lifeline))
