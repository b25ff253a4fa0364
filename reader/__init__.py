"""Broadsheet, a news reader for the terminal."""

__version__ = "0.2.0"

# For gc.set_threshold in processes that read feeds and pages: a page is thousands of objects that are needed until it
# has been read. With Python's own thresholds, looking for garbage among them took a twentieth of the time.
GARBAGE_THRESHOLDS = (20_000, 20, 20)
