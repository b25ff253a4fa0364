"""What the edges need to know of the web: encodings, dates and addresses, each in one place."""
