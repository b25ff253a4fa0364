"""``doctor``: checks the installation, the files and the network."""
