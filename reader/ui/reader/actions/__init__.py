"""The commands of the main screen, as functions over its :class:`~reader.ui.reader.context.ReaderContext`."""
