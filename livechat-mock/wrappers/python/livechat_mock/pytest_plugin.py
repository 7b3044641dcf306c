"""The fixture ``livechat_mock``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import LivechatMock


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "livechat_mock(*options): options of the program for the fixture livechat_mock")


@pytest.fixture
def livechat_mock(request: pytest.FixtureRequest) -> Iterator[LivechatMock]:
    """A server of its own for each test, with the options of the marker ``livechat_mock``."""
    marker = request.node.get_closest_marker("livechat_mock")
    with LivechatMock(*(marker.args if marker else ())) as mock:
        yield mock
