"""Columns that stand straight although Chinese characters are twice as wide."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of equally many cells as lines, each column as wide as its widest cell."""
    rows = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(line(row, widths) for row in rows)


def line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()


def width(text: str) -> int:
    """The columns that a terminal needs for the text."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
