"""Whom to trust: the system's authorities, or certifi's where the system has none.

Making a context reads some 150 certificates (20 ms), so it is made at the first https address, once.
"""

from __future__ import annotations

import ssl
from pathlib import Path


def verifying_context() -> ssl.SSLContext:
    """A context that checks names and certificates (``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` are honoured)."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not _has_folder_of_authorities():
        bundle = _certifi()
        if bundle:
            context.load_verify_locations(bundle)
    context.set_alpn_protocols(["http/1.1"])
    return context


def trusted_authorities() -> tuple[int, str | None]:
    """How many authorities are loaded; and the folder of authorities that OpenSSL reads on demand, if that is used."""
    number = verifying_context().cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath if not number and _has_folder_of_authorities() else None
    return number, folder


def _has_folder_of_authorities() -> bool:
    """OpenSSL reads such a folder only when a certificate is checked, so its store still looks empty."""
    folder = ssl.get_default_verify_paths().capath
    return folder is not None and any(Path(folder).iterdir())


def _certifi() -> str | None:
    try:
        import certifi  # comes with other packages, but is not ours to require
    except ImportError:
        return None
    return certifi.where()
