"""Synchronises accounts: the user's changes go to the server, then articles and states come from it.

:class:`.synchroniser.Synchroniser` is the door. Why the outbox goes first, and what is never concluded from an answer,
is in ``docs/notes/synchronising.md``.
"""
