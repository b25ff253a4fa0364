"""Turns HTML into documents for the article pane, and web pages into articles with their authors. Everything is pure.

Import from the modules: the UI process needs :mod:`reader.article.document` and must not import the extractor
(:mod:`reader.article.extract`, 200 ms), which only the parser processes need.
"""
