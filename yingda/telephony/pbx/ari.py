"""The little of ARI that keeping the exchange needs, with the standard library only (the watchdog runs on it as well).

`Ari(url, user, password)`: `url` ends in `/ari`. Answers are parsed JSON, None when empty.
"""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request

PATIENCE_SECONDS = 3


class AriError(Exception):
    """The exchange said no; `status` is 0 when it does not answer at all."""

    def __init__(self, what: str, status: int, said: str):
        super().__init__(f"{what}: {status} {said}")
        self.status = status


class Ari:
    """One exchange. Raises AriError."""

    def __init__(self, url: str, user: str, password: str):
        self.url = url
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}

    def get(self, path: str, **query: object):
        return self.ask("GET", path, None, query)

    def post(self, path: str, body: dict | None = None, **query: object):
        return self.ask("POST", path, body, query)

    def put(self, path: str, body: dict | None = None, **query: object):
        return self.ask("PUT", path, body, query)

    def delete(self, path: str, **query: object):
        return self.ask("DELETE", path, None, query)

    def ask(self, method: str, path: str, body: dict | None, query: dict):
        url = f"{self.url}/{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, self.headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                said = answer.read()
        except urllib.error.HTTPError as error:
            raise AriError(f"{method} {path}", error.code, error.read().decode(errors="replace")) from None
        except OSError as error:
            raise AriError(f"{method} {path}", 0, str(error)) from None
        return json.loads(said) if said else None
