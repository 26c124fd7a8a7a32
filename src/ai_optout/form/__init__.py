"""The form engine: reads a page, decides what each question means, answers what it is sure of and reads every answer back.

It knows nothing of Meta, of profiles or of the terminal: it takes a Playwright page and a mapping *meaning → answer*. `scan`
makes a frozen `Snapshot`; `understand`, `assign` and `options` are pure functions of it; only `scan`, `act` and `answer` touch
the page.
"""
