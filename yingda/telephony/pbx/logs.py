"""Asterisk's log files: begun anew when they have grown, the oldest thrown away."""

from pathlib import Path

from yingda.telephony.pbx.ari import Ari

LARGE = 10_000_000  # bytes
KEPT = 5  # old ones of each file
FILES = ("messages.log", "security.log")


def turn(folder: Path, ari: Ari) -> None:
    for name in FILES:
        path = folder / name
        if path.exists() and path.stat().st_size > LARGE:
            ari.put(f"asterisk/logging/{name}/rotate")
            drop_old(folder, name)


def drop_old(folder: Path, name: str) -> None:
    """Asterisk numbers them: the higher, the older."""
    for path in folder.glob(f"{name}.*"):
        number = path.suffix[1:]
        if number.isdigit() and int(number) >= KEPT:
            path.unlink()
