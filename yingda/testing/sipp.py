"""SIPp as many callers and many desk phones: scenarios of `sip/`, run on loopback, and what its statistics say."""

import csv
import socket
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SCENARIOS = Path(__file__).parent / "sip"
LOOPBACK = "127.0.0.1"
LONGEST_SECONDS = 1800
AUDIO = '<nop><action><exec rtp_stream="{file},-1,8,PCMA/8000"/></action></nop>'


class SippFailed(RuntimeError):
    """SIPp itself broke off; the text is what it said last."""


@dataclass(frozen=True)
class Outcome:
    """What a run of callers came to. Set-up is INVITE to 200, in ms, one a call; `began` is by calling number."""

    done: int
    failed: int
    retransmissions: int
    setup: tuple[float, ...]
    began: dict[str, datetime]


class Sipp:
    """One SIPp process. `rows` are the lines of the injection file: [field0];[field1]…, one a call, used in turn."""

    def __init__(self, scenario: str, folder: Path, *, rows: Iterable[str], audio: Path | None = None, port: int = 0):
        self.folder = folder
        self.port = port or free_port()
        self.name = f"{scenario}-{self.port}"
        self.scenario = self.written(scenario, audio)
        self.rows = folder / f"{self.name}.csv"
        self.rows.write_text("SEQUENTIAL\n" + "".join(f"{row}\n" for row in rows))
        self.process: subprocess.Popen | None = None

    def written(self, scenario: str, audio: Path | None) -> Path:
        """The scenario with this sound (raw A-law, 8 kHz) sent in a loop, or silent."""
        text = (SCENARIOS / f"{scenario}.xml").read_text()
        text = text.replace("[MEDIA_PORT]", "[rtpstream_audio_port]" if audio else "[media_port]")
        text = text.replace("<!--AUDIO-->", AUDIO.format(file=audio) if audio else "")
        path = self.folder / f"{self.name}.xml"
        path.write_text(text)
        return path

    def start(self, target: str, *, service: str = "", calls: int = 0, rate: float = 1, stay: float = 0,
              limit: int = 3000, seconds: float = LONGEST_SECONDS, media_port: int = 0) -> "Sipp":  # fmt: skip
        """Begin: `rate` calls a second until `calls`, each staying so many seconds. Without `calls` it listens.

        After `seconds` it ends by itself, whoever has forgotten it.
        """
        words = ["sipp", target, "-sf", self.scenario, "-inf", self.rows, "-i", LOOPBACK, "-p", self.port]
        words += ["-mi", LOOPBACK, "-mp", media_port or free_port(), "-l", limit, "-nostdin", "-trace_stat", "-fd", 1]
        words += ["-stf", self.out("stat"), "-trace_rtt", "-rtt_freq", 1, "-trace_logs", "-log_file", self.out("log")]
        words += ["-trace_err", "-error_file", self.out("err"), "-timeout", f"{int(seconds)}s"]
        if calls:
            words += ["-m", calls, "-r", rate, "-d", int(stay * 1000), "-s", service]
        self.process = subprocess.Popen(
            [str(word) for word in words], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=self.out("out").open("wb"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        return self

    def out(self, kind: str) -> Path:
        return self.folder / f"{self.name}.{kind}"

    def wait(self, seconds: float = 600) -> Outcome:
        """Until its last call is over. Raises SippFailed when it broke off (1 means that calls failed)."""
        code = self.process.wait(timeout=seconds)
        if code not in (0, 1, 97, 99):
            raise SippFailed(f"SIPp ended with {code}: {self.out('out').read_text(errors='replace')[-500:]}")
        return self.outcome()

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def outcome(self) -> Outcome:
        """Read its files, also while it runs."""
        last = self.last_row()
        return Outcome(
            done=int(last.get("SuccessfulCall(C)", 0)),
            failed=int(last.get("FailedCall(C)", 0)),
            retransmissions=int(last.get("Retransmissions(C)", 0)),
            setup=tuple(self.setups()),
            began=dict(self.beginnings()),
        )

    def last_row(self) -> dict[str, str]:
        path = self.out("stat")
        if not path.exists():
            return {}
        rows = list(csv.DictReader(path.open(), delimiter=";"))
        return rows[-1] if rows else {}

    def setups(self):
        for path in self.folder.glob(f"{self.scenario.stem}_{self.process.pid}_rtt.csv"):
            for row in path.read_text().splitlines()[1:]:
                yield float(row.split(";")[1])

    def beginnings(self):
        """(calling number, when its INVITE went out)."""
        path = self.out("log")
        for row in path.read_text().splitlines() if path.exists() else ():
            words = row.split()
            if words[:1] == ["T0"]:
                yield words[1], moment(words[2:])


def moment(words: list[str]) -> datetime:
    """SIPp's [timestamp]: local date and time, and the seconds since the epoch in the last word."""
    return datetime.fromtimestamp(float(words[-1]), UTC)


def free_port() -> int:
    """An even UDP port of loopback that nobody has now."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
            found.bind((LOOPBACK, 0))
            if not found.getsockname()[1] % 2:
                return found.getsockname()[1]
