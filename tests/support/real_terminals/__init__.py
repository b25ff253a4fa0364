"""Terminals that draw pictures, as users have them: xterm in a virtual X server, xterm.js in a browser without a window,
and Ghostty's terminal as a library. ``.ci/run`` installs what they need; where it is missing, their tests are skipped.
"""
