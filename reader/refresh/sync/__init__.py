"""Synchronises accounts: the user's changes go to the server, then articles and states come from it.

:class:`.synchroniser.Synchroniser` is the door. ``docs/notes/synchronising.md`` says why the outbox goes first, and
what an answer never proves.
"""
