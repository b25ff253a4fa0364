"""How quick the reader is, measured on the real program: ``make bench``, or ``python -m tests.bench --help``."""
