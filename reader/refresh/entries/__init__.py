"""From parsed entries to stored ones: identity, matching, diff and storing."""
