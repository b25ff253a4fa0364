"""The feed health screen."""
