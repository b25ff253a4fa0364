"""Shared support of the tests: servers, terminals, files and assertions. Imports no test module."""
