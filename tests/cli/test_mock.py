"""`ai-optout mock`: serves until Ctrl-C, says where, and takes the mock's switches."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

from tests.cli.conftest import Type


def test_it_prints_one_document_serves_and_ends_on_ctrl_c() -> None:
    words = [sys.executable, "-m", "ai_optout", "mock", "--json", "--switch", "shape=2025", "--switch", "code=false"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            document = json.loads(process.stdout.readline())
            with urllib.request.urlopen(document["received"].replace("/received", "/switches"), timeout=10) as answer:
                switches = json.load(answer)
            with urllib.request.urlopen(document["mailbox"], timeout=10) as answer:
                mails = json.load(answer)
            os.killpg(process.pid, signal.SIGINT)
            _, stderr = process.communicate(timeout=30)
        finally:
            process.kill()

    assert {"address", "pin", "mailbox"} <= set(document)
    assert document["address"].startswith("127.0.0.1:")
    assert len(document["pin"]) == 44
    assert (switches["shape"], switches["code"], mails) == ("2025", False, [])
    assert (process.returncode, stderr) == (0, "")


def test_a_port_that_is_taken_is_said(typed: Type) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = typed("mock", "--port", str(port))

    assert done.status == 2
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 is in use: choose another, or 0 for any free one.")


def test_a_switch_that_there_is_not_is_said(typed: Type) -> None:
    done = typed("mock", "--switch", "colour=red")

    assert done.status == 2
    assert done.stderr.startswith("These switches of the mock don't work: colour: Extra inputs are not permitted.")


def test_a_switch_without_a_value_is_said(typed: Type) -> None:
    done = typed("mock", "--switch", "colour")

    assert done.status == 2
    assert "dictionary update sequence" not in done.stderr
    assert "colour" in done.stderr
