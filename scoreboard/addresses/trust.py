"""Whose certificates are trusted, and what is said of one that is not?"""

from __future__ import annotations

import ssl

_UNKNOWN_ISSUER = (18, 19, 20, 21)
"""X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT to X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE (x509_vfy.h)."""


def trusting(public: str) -> ssl.SSLContext:
    """For clients: trusts the authorities in the file ``public``, the system's, and those in ``SSL_CERT_FILE``."""
    context = ssl.create_default_context(cafile=public)
    context.load_default_certs()  # by OpenSSL, which reads the variable
    return context


def what_is_wrong_with_authorities(path: str, name: str) -> str:
    """A sentence about the variable ``name``; empty when the file holds certificates, or none is named."""
    try:
        if path:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError:
        return f"{name} must be a file of certificates (PEM), and {path!r} is none."
    return ""


def refusal(error: ssl.SSLError) -> str:
    """Why a host is not talked to, in a sentence."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return f"The host's encryption is invalid ({error.reason})."
    if error.verify_code in _UNKNOWN_ISSUER:
        return f"The host's certificate is not from a trusted authority ({error.verify_message})."
    return f"The host's certificate is invalid ({error.verify_message.rstrip('.')})."
