"""A real Dovecot of a test's own: an unprivileged user's, in a folder of theirs, on free ports of this computer."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import trustme
from tests import programs

from ai_optout.mailbox.account import Mailbox, Security, checked_mailbox

USER, PASSWORD = "mina@mail.example", "correct horse Ångström"
PATIENCE_S = 20

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Spamverdacht {{
    auto = create
    special_use = \\Junk
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
"""


@dataclass
class Dovecot:
    """A server with one account."""

    folder: Path
    plain: int
    tls: int
    authority: Path
    """The certificate of the authority that its own is signed by."""
    _command: list[str]
    _user: pwd.struct_passwd
    _process: subprocess.Popen[bytes] | None = None

    def mailbox(self, security: Security = "none", password: str = PASSWORD, **more: object) -> Mailbox:
        port = self.tls if security == "tls" else self.plain
        host = "localhost" if security != "none" else "127.0.0.1"
        return checked_mailbox(host=host, port=port, user=USER, password=password, security=security, **more)

    def deliver(self, raw: bytes, arrived: datetime, folder: str = "INBOX") -> None:
        """Put a mail there as if it had arrived at that moment."""
        with self._client() as client:
            answer = client.append(
                folder, "", imaplib.Time2Internaldate(arrived), raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            )
            assert answer[0] == "OK", answer

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """What marks the mails of a folder bear, one line a mail."""
        with self._client() as client:
            client.select(folder, readonly=True)
            return [line for line in client.uid("FETCH", "1:*", "(FLAGS)")[1] if line is not None]

    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        rights: dict[str, object] = {}
        if os.geteuid() == 0:
            rights = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        self._process = subprocess.Popen(
            self._command, cwd=self.folder, stdin=subprocess.DEVNULL, start_new_session=True, **rights
        )  # type: ignore[call-overload]
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.plain), 1) as asked:
                asked.settimeout(5)
                if asked.recv(64).startswith(b"* OK"):
                    return
        raise AssertionError(f"Dovecot didn't answer:\n{self.log()}")

    def stop(self) -> None:
        """End it, and every connection with it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # those that serve a connection outlive their master
            self._process = None

    @contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.plain, timeout=10)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield client
        finally:
            client.logout()


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """One that is started, and gone at the end with all that it held."""
    if sys.platform == "win32":
        raise AssertionError("there is no Dovecot on Windows")
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))  # short: the path of a socket has room for 108 bytes
    program = programs.known_programs()["dovecot"].find()
    assert program is not None
    plain, tls = _free_ports()
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(folder / "cert.pem", append=True)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    group = str(user.pw_gid)
    text = CONFIGURATION.format(folder=folder, user=user.pw_name, group=_group_name(group), plain=plain, tls=tls)
    (folder / "dovecot.conf").write_text(text, encoding="utf-8")
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
    server = Dovecot(folder, plain, tls, folder / "authority.pem", [str(program), "-F", "-c", str(folder / "dovecot.conf")], user)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _group_name(number: str) -> str:
    import grp  # noqa: PLC0415 - Windows hasn't got it

    return grp.getgrgid(int(number)).gr_name


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for place in (one, other):
            place.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
