"""Run where the wheel and pytest are installed."""

import json
import subprocess
import sys
import urllib.request

import pytest

from livechat_mock import LivechatMock

VISITOR = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd"


def get(url):
    with urllib.request.urlopen(url) as response:
        return json.load(response)


def test_a_server_answers_is_steered_and_ends():
    with LivechatMock() as mock:
        assert get(mock.url + VISITOR)["visitor"]["username"] == "guest-7"
        (received,) = mock.received()
        assert (received["target"], received["status"]) == (VISITOR, 200)
        mock.fault("reset", times=1)
        with pytest.raises(OSError):
            get(mock.url + VISITOR)
        mock.fault("reset")
        mock.clear_faults()
        mock.advance(60)
        mock.reset()
        assert mock.received() == []
        with pytest.raises(RuntimeError, match="POST faults: "):
            mock.fault("none")
    with pytest.raises(OSError):
        get(mock.url + VISITOR)
    mock.stop()


def test_options_that_are_wrong_are_named():
    with pytest.raises(RuntimeError, match="ended with 2: .*--none"):
        LivechatMock("--none")


@pytest.mark.livechat_mock("--server-version", "7.13")
def test_the_marker_has_options(livechat_mock):
    assert get(livechat_mock.url + "/api/info")["version"].startswith("7.13")


def test_the_module_runs_the_program_and_ends_as_it_does():
    command = [sys.executable, "-m", "livechat_mock"]
    assert subprocess.run([*command, "--none"], stderr=subprocess.DEVNULL).returncode == 2
    with subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        url = server.stdout.readline().split()[-1]
        assert get(url + VISITOR)["success"]
        server.terminate()
    assert server.returncode == 0
