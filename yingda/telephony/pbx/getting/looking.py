"""Where Asterisk comes from, in this order: named by YINGDA_ASTERISK, installed on the host, fetched earlier, Debian.

An Asterisk elsewhere (YINGDA_ARI_URL) is not looked for here: then nothing is started at all.
"""

import os
from collections.abc import Callable
from pathlib import Path

from yingda.environment import env
from yingda.lib.say import Sentence
from yingda.telephony.pbx.getting import fetching, installed
from yingda.telephony.pbx.getting.apt import architecture
from yingda.telephony.pbx.getting.errors import DoesNotRun, NotToBeHad
from yingda.telephony.pbx.getting.installation import Installation


def find(tell: Callable[[Sentence], None]) -> Installation:
    """An Asterisk that runs here. `tell` hears what takes long. Raises NotToBeHad with a sentence."""
    named = env.text("YINGDA_ASTERISK")
    path = Path(named).expanduser()
    if named and path.is_file():
        return that(path)
    if not named and (found := installed.installed()) and found.fits():
        return found
    return kept(path if named else cache(), tell)


def that(program: Path) -> Installation:
    """The one that the operator names, or none: not a different one behind their back."""
    found = installed.at(program)
    if found is None or not found.fits():
        raise DoesNotRun(why=found.complaint() if found and not found.version() else program)
    return found


def kept(folder: Path, tell: Callable[[Sentence], None]) -> Installation:
    """What was fetched earlier; fetched anew when this version of Yingda loads more of it, if that can be."""
    found = fetching.cached(folder)
    usable = found is not None and found.fits()
    if usable and found.complete():
        return found
    try:
        return fetching.fetch(folder, tell)
    except NotToBeHad:
        if not usable:
            raise
        return found


def cache() -> Path:
    """The folder that all installations of this user share, for this kind of processor. Raises NotThisMachine."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "yingda" / "asterisk" / architecture()
