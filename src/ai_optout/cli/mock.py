"""`ai-optout mock`: serve the mock sites, to rehearse against or to write flows with."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ai_optout.messages import _

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout mock --json\n\n"
    "  ai-optout mock --switch shape=2025        another generation of the forms\n\n"
    "  ai-optout run --mock 127.0.0.1:PORT --pin PIN --answers FILE.toml --profile FILE.toml --headless\n\n"
    "It serves until Ctrl-C. What is sent there stays on this computer."
)


def mock(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the site; 0 takes a free one.")] = 0,
    switch: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="How the mock behaves, such as shape=2025 or code=false.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print address, pin and mailbox as one JSON document.")] = False,
) -> None:
    """Serve the mock of Meta's sites on this computer, with a mailbox for its mails."""
    import threading  # noqa: PLC0415 - imported only when used

    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from mock_meta.errors import MockError  # noqa: PLC0415
    from mock_meta.server import MockMeta  # noqa: PLC0415
    from mock_meta.settings import Switches  # noqa: PLC0415

    with session(Wishes(None, slow=False, dry_run=False, as_json=as_json)) as one:
        hosts = (*one.catalogue.hosts, "whatsapp.com", "example")
        try:
            switches = Switches().overridden(_pairs(switch or []))
            with MockMeta(hosts=tuple(dict.fromkeys(hosts)), switches=switches, port=port) as serving:
                document = {
                    "address": serving.address,
                    "pin": serving.pin,
                    "mailbox": serving.mailbox,
                    "received": serving.received,
                }
                if as_json:
                    print(json.dumps(document), flush=True)  # noqa: T201 - the document that was asked for
                else:
                    one.console.print(
                        _("The mock serves at {address}, its mails are at {mailbox}\n").format(
                            address=serving.address, mailbox=serving.mailbox
                        ),
                        soft_wrap=True,
                    )
                    one.console.print(
                        f"ai-optout run --mock {serving.address} --pin {serving.pin} --profile FILE.toml --answers FILE.toml",
                        soft_wrap=True,
                    )
                    one.console.print(_("\nCtrl-C ends it."))
                until = threading.Event()
                while not one.is_stopped():
                    until.wait(0.2)
        except (MockError, ValueError) as error:
            raise UsageError(str(error), _("Its switches are listed in docs/mock.md.")) from None


def _pairs(parts: list[str]) -> dict[str, str]:
    """NAME=VALUE, taken apart. Raises `UsageError` for one that isn't."""
    from ai_optout.errors import UsageError  # noqa: PLC0415

    for part in parts:
        if "=" not in part:
            raise UsageError(
                _("The switch «{part}» has no value.").format(part=part),
                _("Write NAME=VALUE; its switches are listed in docs/mock.md."),
            )
    return dict(part.split("=", 1) for part in parts)
