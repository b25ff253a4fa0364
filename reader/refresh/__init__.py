"""Polls feeds: fetch, parse, compare with the store, write; and the worker process that does it.

Entry points: :mod:`reader.refresh.worker.worker_client` for the UI, which must stay responsive,
:mod:`reader.refresh.in_process` for commands, and :mod:`reader.refresh.worker.protocol` for events and commands. The UI
imports this package, so importing it, the client or the protocol is cheap.
"""
