"""Polling, from what is due to what is stored: fetch, parse, decide, write; and the process that does it.

The doors: :mod:`reader.refresh.link` for a face that stays quick while the worker works,
:mod:`reader.refresh.direct` for a command that does the work itself, :mod:`reader.refresh.events` for what
is told. Importing this package, the events or the link costs nothing: the UI does.
"""
