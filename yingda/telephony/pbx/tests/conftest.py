"""An exchange that is kept by `yingda pbx`, as a process of its own."""

import os
from pathlib import Path

import pytest

from yingda.telephony.pbx import address, status
from yingda.telephony.pbx.running import Asterisk, held
from yingda.testing.patience import until
from yingda.testing.processes import Process


class House:
    """A data folder in which `yingda pbx` may run."""

    def __init__(self, folder: Path, installation):
        self.data = folder / "data"
        self.data.mkdir()
        self.folder = self.data / "pbx"
        self.asterisk = Asterisk(self.folder, installation)
        self.logs = folder
        self.processes: list[Process] = []

    def keep(self, **environ: str) -> Process:
        """Run `yingda pbx`."""
        log = self.logs / f"pbx-{len(self.processes)}.log"
        self.processes.append(Process(("--lang", "en", "pbx"), environ=self.environ | environ, log=log))
        return self.processes[-1]

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {"YINGDA_DATA": str(self.data), "YINGDA_PBX": "on"}

    def comes_up(self) -> None:
        until(lambda: status.read(self.folder).state == status.State.UP, "the exchange does not come up", 30)

    @property
    def watched(self) -> bool:
        return held(self.folder / "run/watchdog.lock")

    @property
    def ari(self):
        return self.asterisk.ari

    @property
    def address(self) -> address.PbxAddress:
        return address.read(self.folder / address.FILE)

    def beat_is(self, value: str) -> None:
        self.ari.post("asterisk/variable", variable="YD_BEAT", value=value)

    def end(self) -> None:
        for process in self.processes:
            process.end()
        self.asterisk.stop()
        until(lambda: not self.watched, "the watchdog does not end with Asterisk", 10)


@pytest.fixture
def house(tmp_path, asterisk_installation):
    built = House(tmp_path, asterisk_installation)
    yield built
    built.end()
