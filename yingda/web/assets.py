"""The built files of web/ under /assets/, served by WhiteNoise; names with a hash may be kept for ever."""

import re
from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware

DIST = Path(__file__).parent / "dist"
PREFIX = "assets/"
HASHED = re.compile(r"-[\w-]{8}\.(js|css|woff2|png|svg)$")


class Assets(WhiteNoiseMiddleware):
    """WhiteNoise, with the build beside Django's static files. Reads the folder once, when the process starts."""

    def __init__(self, get_response=None):
        super().__init__(get_response)
        if DIST.exists():
            self.add_files(str(DIST), prefix=PREFIX)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether what stands at this URL can never change."""
        return bool(HASHED.search(url))
