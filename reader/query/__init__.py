"""One language for sets of entries: the search box, lists, saved searches, ``list QUERY`` and ``mark --query``.

:func:`~reader.query.parse.parse` makes a tree of what the user typed, :func:`~reader.query.write.text` writes it
again, :func:`~reader.query.resolve.resolve` puts feeds and times in place of names and ages, and
:func:`~reader.query.match.match` says whether an entry belongs to it. :mod:`reader.store.query_sql` asks the database
the same. docs/queries.md describes the language.
"""
