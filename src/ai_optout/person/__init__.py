"""The pauses: the only places where a flow waits for a person, behind one protocol.

A pause is a race: what the page shows, what the person types, what a command prints, whoever answers first. Playwright is
touched by the main thread alone; a thread that reads the terminal only ever fills a queue.
"""
