"""`yingda promise explain ID`."""

import argparse
from uuid import UUID

from yingda.lib.errors import NotFound
from yingda.promises.explain import explain_text


def explain(arguments: argparse.Namespace) -> None:
    """Print how the deadline comes about, step by step. Raises NotFound."""
    try:
        id = UUID(arguments.id)
    except ValueError:
        raise NotFound from None
    print(explain_text(str(id), arguments.lang))
