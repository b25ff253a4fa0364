"""Pictures: decodes them, scales them to the cells that are needed, and writes them as terminals understand them.

The one package that knows Pillow. Its functions run in a parser process, with limits of time and memory.
"""
