"""The worker process and its protocol."""
