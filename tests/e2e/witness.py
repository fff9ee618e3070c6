"""What a page has gone through, for whoever reads why a test has failed."""

import time
from collections import deque

from playwright.sync_api import Error, Page

MOST = 60  # lines
MOST_TEXT = 1500  # characters


class Witness:
    """Listens to a page from its beginning: requests of ours and their answers, addresses, what is written to the
    console."""

    def __init__(self, page: Page):
        self.page = page
        self.began = time.monotonic()
        self.lines: deque[str] = deque(maxlen=MOST)
        page.on("response", lambda answer: self.api(answer.request, str(answer.status)))
        page.on("requestfailed", lambda request: self.api(request, request.failure or "failed"))
        page.on("framenavigated", lambda frame: self.note(f"at {frame.url}"))
        page.on("console", lambda said: self.note(f"console {said.type}: {said.text}"))

    def api(self, request, outcome: str) -> None:
        if "/api/" in request.url or not outcome.startswith("2"):
            self.note(f"{request.method} {request.url}: {outcome}")

    def note(self, line: str) -> None:
        self.lines.append(f"{time.monotonic() - self.began:7.2f} {line:.200}")

    def tell(self) -> str:
        """All of it, and what is to be read on the page now."""
        try:
            shown = self.page.inner_text("body", timeout=2000)[:MOST_TEXT]
        except Error as error:
            shown = f"(cannot be read: {error})"
        return "\n".join([*self.lines, f"The page at {self.page.url} shows:", shown])
