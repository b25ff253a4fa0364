"""Trusts the system's certificate authorities, or certifi's if the system has none.

Creating a context reads about 150 certificates (20 ms), so the client does it once, at the first https request.
"""

from __future__ import annotations

import ssl
from pathlib import Path


def verifying_context() -> ssl.SSLContext:
    """A context that verifies names and certificates and respects ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not _has_authority_folder():
        bundle = _certifi()
        if bundle:
            context.load_verify_locations(bundle)
    context.set_alpn_protocols(["http/1.1"])
    return context


def trusted_authorities() -> tuple[int, str | None]:
    """How many authorities are loaded; and the folder of authorities that OpenSSL reads on demand, if that is used."""
    number = verifying_context().cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath if not number and _has_authority_folder() else None
    return number, folder


def _has_authority_folder() -> bool:
    """Whether OpenSSL has a folder of authorities, which it reads only to verify a certificate."""
    folder = ssl.get_default_verify_paths().capath
    return folder is not None and any(Path(folder).iterdir())


def _certifi() -> str | None:
    try:
        import certifi  # installed by other packages; not a dependency of ours
    except ImportError:
        return None
    return str(certifi.where())
