"""One line of the bench's table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What was measured, our figure, the reference of the same run, their ratio, and a word on either.

    `ours` and `reference` are texts with their unit ("412/s", "8.1 ms"); `ratio` is ours over reference, or None where
    there is nothing to compare with. `failed`: something is wrong that no speed makes good, so the bench fails.
    """

    what: str
    ours: str
    reference: str = "—"
    ratio: float | None = None
    note: str = ""
    failed: bool = False

    def __str__(self) -> str:
        ratio = "—" if self.ratio is None else f"{self.ratio:.2f}"
        note = f"FAILED: {self.note}" if self.failed else self.note
        return f"| {self.what} | {self.ours} | {self.reference} | {ratio} | {note} |"


HEADING = "| what | ours | reference | ratio | note |\n| --- | --- | --- | --- | --- |"
