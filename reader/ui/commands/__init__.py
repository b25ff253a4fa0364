"""The commands of the reader: their registry, keys and palette."""
