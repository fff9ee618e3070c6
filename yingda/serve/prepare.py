"""`yingda prepare`: what `yingda serve` does before it starts its children."""

import argparse

from yingda.operate.database import migrate
from yingda.operate.seed import planted


def prepare(arguments: argparse.Namespace) -> None:
    """Bring the database up to date; an empty one gets the example organisation."""
    migrate(arguments)
    planted()
