"""A Rocket.Chat Livechat server that runs in memory, for tests and for work offline."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from pathlib import Path
from typing import Any

__all__ = ["LivechatMock", "program"]

_LISTENING = "livechat-mock listening on "


def program() -> str:
    """The path of the program: the one in this package, or what ``LIVECHAT_MOCK_PROGRAM`` names."""
    named = os.environ.get("LIVECHAT_MOCK_PROGRAM")
    if named:
        return named
    return str(Path(__file__).with_name("livechat-mock.exe" if os.name == "nt" else "livechat-mock"))


class LivechatMock:
    """A server on a free port, which ends with the ``with`` block, with :meth:`stop`, or with this process.

    The options are those of the program, such as ``"--server-version", "7.13"``. Raises ``RuntimeError`` with what the
    program said if it does not start.
    """

    url: str
    """Its address, such as ``http://127.0.0.1:40123``, without a slash at the end."""

    def __init__(self, *options: str) -> None:
        # Imported where they are needed: the command needs none of them.
        import tempfile

        # A file takes whatever it says; a pipe that nobody reads would fill.
        self._complaint = tempfile.TemporaryFile(mode="w+")
        self._process = subprocess.Popen(
            [program(), "--port", "0", "--quiet", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaint,
            text=True,
        )
        atexit.register(self.stop)
        line = self._process.stdout.readline()
        if not line.startswith(_LISTENING):
            code = self._process.wait()
            self._complaint.seek(0)
            complaint = self._complaint.read().strip()
            self.stop()
            raise RuntimeError(f"livechat-mock ended with {code}: {complaint}")
        self.url = line[len(_LISTENING) :].strip()

    def __enter__(self) -> LivechatMock:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the server. Does nothing if it has ended."""
        atexit.unregister(self.stop)
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()
        self._complaint.close()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Calls a control route, such as ``("POST", "snapshots", {"name": "before"})``, and returns its response.

        Raises ``RuntimeError`` with the server's reason if it rejects that.
        """
        import urllib.error
        import urllib.request

        request = urllib.request.Request(f"{self.url}/__livechat-mock/{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as rejection:
            with rejection:
                reason = json.load(rejection)["error"]
            raise RuntimeError(f"{method} {path}: {reason}") from None

    def reset(self) -> None:
        """Goes back to the state at the start, and forgets all requests and faults."""
        self.control("POST", "reset")

    def received(self) -> list[dict[str, Any]]:
        """The last requests, with their bodies."""
        return self.control("GET", "received?with=bodies")["received"]

    def fault(self, fault: Any, **options: Any) -> None:
        """Adds a fault, such as ``fault("lose_response", on="POST /api/v1/livechat/visitor", times=1)``."""
        self.control("POST", "faults", {"fault": fault, **options})

    def clear_faults(self) -> None:
        """Removes all faults."""
        self.control("DELETE", "faults")

    def advance(self, seconds: float) -> None:
        """Moves the server's clock forward."""
        self.control("POST", "clock/advance", {"seconds": seconds})
