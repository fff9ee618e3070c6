"""`yingda journal verify` and `yingda journal subscribers`."""

import argparse

from yingda.journal import verify as journal
from yingda.journal.subscribers import listing


def verify(arguments: argparse.Namespace) -> int:
    """Check every seal; 1 when something was altered, removed or inserted."""
    return 0 if verified() else 1


def verified() -> bool:
    """Whether the journal is whole; says what was checked, or the first thing that is wrong."""
    report = journal.verify()
    print(report.say(), flush=True)
    return report.ok


def subscribers(arguments: argparse.Namespace) -> None:
    """Print who hears which fact."""
    print(listing())
