"""`make messages`: take the messages out of the code, bring each language's catalogue up to date, compile it."""

from __future__ import annotations

from tests.messages.catalogues import read, write_all

from ai_optout.messages import LANGUAGES


def main() -> None:
    """Write the catalogues, and say what is left to translate."""
    write_all()
    for language in LANGUAGES:
        messages = [message for message in read(language) if message.id]
        # A plural's translation is a tuple: each of its forms has to be there.
        left = sum(
            not all(message.string if isinstance(message.string, tuple | list) else [message.string]) for message in messages
        )
        print(f"{language}: {len(messages)} messages, {left} to translate")  # noqa: T201 - it talks to whoever typed `make`


if __name__ == "__main__":
    main()
