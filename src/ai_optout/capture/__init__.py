"""A live page kept as one file to replay: read, scrubbed, written, shown. Only `reading` touches the page; the rest is values.

What is kept is what `rules.toml` lists; whatever it doesn't list is left out.
"""
