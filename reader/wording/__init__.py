"""What the faces say: the message catalogue, numbers, plurals, time spans, and sentences for problem codes."""
