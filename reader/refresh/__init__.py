"""Polling, from what is due to what is stored: fetch, parse, decide, write; and the process that does it.

The doors: :mod:`reader.refresh.worker.worker_client` for a face that stays quick while the worker works,
:mod:`reader.refresh.in_process` for a command that does the work itself, :mod:`reader.refresh.worker.protocol` for what
is told. Importing this package, the events or the link costs nothing: the UI does.
"""
