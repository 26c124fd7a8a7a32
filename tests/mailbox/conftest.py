"""What the tests of the mailbox share: a real server, a mail as Meta's would look, and a pause that waits for its code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.mailbox.dovecot import Dovecot, dovecot


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """A Dovecot of the test's own."""
    with dovecot() as started:
        yield started
