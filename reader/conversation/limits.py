"""How much of a conversation is kept."""

MOST_COMMENTS = 2_000  # of one source
LONGEST_COMMENT = 20_000  # characters of HTML
MOST_TEXT = 4_000_000  # characters of HTML in one conversation
DEEPEST = 200  # levels of replies in a document; deeper ones are left out
