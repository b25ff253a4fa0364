"""Servers that hold subscriptions and state: what to ask them, and what their answers mean.

One module for each API, behind the protocol :class:`~reader.sync.source.Source`. Nothing here opens a connection: a
source is given a function that sends requests.
"""
