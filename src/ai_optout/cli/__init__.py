"""The command: one module a group of commands; each parses, calls the library and renders. Imported only when used."""
