"""The widgets of the screens, and the pure functions that some of them are made of."""
