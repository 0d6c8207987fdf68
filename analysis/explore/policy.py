"""What pages may load and where they may send: the Content-Security-Policy of the app and of JupyterLab."""

from __future__ import annotations

from typing import Final

# The form that asks for a token, and what is no page.
FORM_POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def app_policy(nonce: str, host: str) -> str:
    """Give the policy of the app: scripts of the page itself and of widgets (blobs), pictures and letters as data.

    Styles stand in attributes, which no nonce can mark. Nothing comes from elsewhere, nothing goes elsewhere.
    """
    return (
        f"default-src 'none'; script-src 'self' blob: 'nonce-{nonce}'; style-src 'self' 'unsafe-inline' blob:; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host}; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


def lab_policy(host: str) -> str:
    """Give the policy of JupyterLab: a notebook runs what its author wrote, but nothing goes elsewhere."""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; style-src 'self' "
        "'unsafe-inline' blob:; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob: "
        f"ws://{host}; worker-src 'self' blob:; frame-src 'self' data: blob:; object-src 'self' data: blob:; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )
