"""`yingda jobs`: works off what verbs left for later."""

import argparse

from yingda.jobs import working
from yingda.serve.ending import ending


def jobs(arguments: argparse.Namespace) -> None:
    """Work until asked to end; jobs under way are finished."""
    working.run(ending(arguments.lifeline), threads=arguments.threads)
