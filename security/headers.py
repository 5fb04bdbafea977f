"""The response headers: what the browser may load, frame, keep and tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from flask import Flask, Response, g, has_request_context, request

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), geolocation=(), gyroscope=(), magnetometer=(), payment=(), usb=(), fullscreen=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}  # fmt: skip
FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+\.[^/]*$")
"""How Dash names a bundle by its version and time."""
FRAMES = "yiping_frames"
ORIGIN = re.compile(r"https?://[a-z0-9.\-]{1,253}(:[0-9]{1,5})?|https?://\[[0-9a-f:]{2,45}\](:[0-9]{1,5})?")
"""What may stand in the policy: a plain origin and nothing that could end a rule."""
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
ONE_WEEK = "public, max-age=604800"
NEVER = "no-store"


def install(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Puts the headers on every response. `script_hashes` (`app.csp_hashes`) is asked for each page: Dash adds some late."""
    bare = content_policy(())

    def put(response: Response) -> Response:
        headers = response.headers
        for name, value in ALWAYS.items():
            headers[name] = value
        page = response.mimetype == "text/html"
        headers["Content-Security-Policy"] = content_policy(script_hashes(), g.get(FRAMES, ())) if page else bare
        headers["Cache-Control"] = keeping(request.path, request.query_string, response.status_code)
        if request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    server.after_request(put)


def allow_frames(origins: Iterable[str]) -> None:
    """Let the page of this request show frames of these origins, and of no others."""
    if has_request_context():
        setattr(g, FRAMES, tuple(sorted({origin for origin in origins if ORIGIN.fullmatch(origin)})))


def content_policy(script_hashes: Sequence[str], frames: Sequence[str] = ()) -> str:
    """The content security policy. Styles stay inline: Dash and ECharts write style attributes. `frames`: origins that may be framed."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "frame-src": " ".join(frames) or "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def keeping(path: str, query: bytes, status: int) -> str:
    """How long a browser keeps an answer: a file under a name that changes with it forever, other files if unchanged, all else never."""
    if status not in {200, 206, 304}:
        return NEVER
    if path.startswith("/_dash-component-suites/"):
        return FOREVER if FINGERPRINT.search(path) else ASK_AGAIN
    if path.startswith("/assets/"):
        if query.startswith(b"m=") or b"&m=" in query:
            return FOREVER
        return ONE_WEEK if path.endswith(".woff2") else ASK_AGAIN
    return NEVER
