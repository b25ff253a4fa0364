"""The speed of the reader, measured on the real program: ``make bench``, or ``python -m tests.bench --help``."""
