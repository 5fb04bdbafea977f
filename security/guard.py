"""The guard: one check before every request that refuses what no policy allows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote

from flask import Flask, Request, Response, current_app, g, has_request_context, jsonify, redirect, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from data_access.stores.engine import Store, StoreFailed, store_of
from security import audit, callbacks, demo_accounts, policy
from security import policy_table as table
from security.identity import AccessFailed, Identity, Kind
from security.origin import same_origin
from security.policy import Verdict
from security.roles import first_page
from security.sessions import Sessions, credential_of, sessions_of
from settings import Settings

LOG = logging.getLogger("yiping.security")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY, LARGEST_LOGIN = 1_048_576, 16_384
SAID = {
    400: "请求格式不正确", 401: "请先登录", 403: "无权访问", 404: "没有这个地址", 405: "不支持这种请求方法", 413: "请求内容过大",
    415: "请求类型不正确", 503: "服务暂时不可用，请稍后再试",
}  # fmt: skip
REFUSAL = "yiping-refusal"
CALLBACKS = "yiping-callbacks"
STORE = "yiping-store"


def utc_now() -> datetime:
    return datetime.now(UTC)


def install(server: Flask, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
    """Puts the guard before every request of this server. Raises SettingsError for a weak signing key.

    Outside demo mode it shuts the demo accounts that an earlier demo left in this home.

    `server.extensions[REFUSAL]`, when there is one, draws a refusal (status, sentence) for a person; `server.extensions[CALLBACKS]` are the
    app's callbacks: a body that does not fit one of them is refused.
    """
    server.secret_key = settings.signing_key()
    if not settings.demo:
        demo_accounts.close(settings, store_of(settings))
    sessions = sessions_of(settings)
    server.extensions[STORE] = sessions.store
    server.before_request(Guard(sessions, clock))


def current() -> Identity:
    """Who asks in this request. Raises AccessFailed where nobody is known: a public address, or no request at all."""
    identity = g.get("identity") if has_request_context() else None
    if identity is None:
        raise AccessFailed("Nobody is signed in here: only code behind the guard may ask who calls.")
    return identity


def store() -> Store:
    """The store of the server that answers this request."""
    found: Store = current_app.extensions[STORE]
    return found


def note_refusal(store: Store, identity: Identity, what: str, why: str, now: datetime) -> None:
    """Writes a refusal into the audit trail. A store that does not answer makes no refusal an entry."""
    address = (request.remote_addr or "") if has_request_context() else ""
    try:
        audit.record(store, identity=identity, action="denied", object=what, result="denied", now=now, detail=why, address=address)
    except StoreFailed:
        LOG.exception("a refusal could not be written to the audit trail")


@dataclass(frozen=True, eq=False)
class Guard:
    """The check itself, called by Flask before each request; gives None to let it pass, else the refusal."""

    sessions: Sessions
    clock: Callable[[], datetime]

    def __call__(self) -> Any:
        path = request.path
        if path.startswith(table.PUBLIC_FILES):
            return None if request.method in READING else self.refuse(405)
        request.max_content_length = LARGEST_LOGIN if path in table.PUBLIC else None if path.startswith("/api/") else LARGEST_BODY
        now = self.clock()
        try:
            identity = self.sessions.identify(credential_of(request.headers), now, active=not _in_background(request))
        except StoreFailed:
            LOG.exception("the store could not say who calls")
            return None if path in table.PUBLIC and request.method in READING else self.refuse(503)
        g.identity = identity
        if request.method not in READING and not self._from_here(identity):
            return self._denied(identity, "foreign origin", now)
        if path in table.PUBLIC:
            return None
        return self._private(identity, path, now)

    def _from_here(self, identity: Identity | None) -> bool:
        by_token = identity is not None and identity.kind is Kind.TOKEN  # no browser sends a token unasked
        return by_token or same_origin(request.headers, request.host)

    def _private(self, identity: Identity | None, path: str, now: datetime) -> Any:
        if path == table.METRICS and _is_local(request):
            return None
        if identity is None:
            return self._anonymous(path)
        verdict = self._verdict(identity, path)
        if verdict.status == 403:
            return self._denied(identity, verdict.why, now)
        if not verdict.allowed:
            return self.refuse(verdict.status)
        return redirect(first_page(identity), 303) if path == "/" else None

    def _verdict(self, identity: Identity, path: str) -> Verdict:
        if path == table.CALLBACK:
            return self._callback(identity)
        if path.startswith("/api/"):
            verdict = policy.may_ask(identity, request.method, path)
            return _of_a_page(request) if verdict.allowed and policy.is_browser(identity) and request.method not in READING else verdict
        if path == table.METRICS:
            return Verdict(200 if identity.role in table.OPERATORS else 403, "metrics are the operators'")
        if request.method not in READING:
            return Verdict(405)
        if path in table.SIGNED_IN:
            return Verdict(200) if policy.is_browser(identity) else Verdict(403, "a token calls the API alone")
        verdict = policy.may_open(identity, path)
        return Verdict(400) if verdict.allowed and _overrides(verdict, request.query_string.decode("latin-1")) else verdict

    def _callback(self, identity: Identity) -> Verdict:
        """Looks at the body that Dash will run: Flask parses it once for both."""
        if request.method != "POST":
            return Verdict(405)
        body = _body(request)
        if isinstance(body, int):
            return Verdict(body)
        output = body.get("output")
        if not isinstance(output, str) or not policy.outputs_of(output):
            return Verdict(400)
        verdict = policy.may_call(identity, output)
        declared = current_app.extensions.get(CALLBACKS)
        if verdict.allowed and declared is not None and not callbacks.fits(body, declared):
            return Verdict(400)
        return _routed(identity, body) if verdict.allowed and policy.is_router(output) else verdict

    def _anonymous(self, path: str) -> Any:
        if request.method in READING and not path.startswith(("/api/", "/_", "/live/", table.METRICS)):
            asked = request.full_path.removesuffix("?")
            return redirect("/login" if path == "/" else f"/login?next={quote(asked, safe='/')}", 303)
        answer = self.refuse(401)
        answer.headers["WWW-Authenticate"] = "Bearer" if path.startswith("/api/") else "Session"
        return answer

    def _denied(self, identity: Identity | None, why: str, now: datetime) -> Response:
        if identity is not None:
            what = request.path if request.path != table.CALLBACK else _asked_for(request)
            note_refusal(self.sessions.store, identity, f"{request.method} {what}", why, now)
        return self.refuse(403)

    def refuse(self, status: int) -> Response:
        """A refusal in the form that the caller reads: problem+json for machines, a page for people."""
        if request.path.startswith(("/api/", "/_", "/live/")):
            answer = jsonify(type="about:blank", title=SAID[status], status=status)
            answer.mimetype = "application/problem+json"
        else:
            answer = Response(_page(status), mimetype="text/html")
        answer.status_code = status
        if status == 503:
            answer.headers["Retry-After"] = "5"
        return answer


def _body(asked: Request) -> dict[str, Any] | int:
    """The body of a callback as Dash will read it; the status of the refusal for one that it could not."""
    try:
        body = asked.get_json()
    except RequestEntityTooLarge:
        return 413
    except UnsupportedMediaType:
        return 415
    except (BadRequest, RecursionError):
        return 400
    lists = ("inputs", "state", "changedPropIds")
    sound = isinstance(body, dict) and all(isinstance(body.get(name, []), list) for name in lists)
    return body if sound else 400


def _routed(identity: Identity, body: dict[str, Any]) -> Verdict:
    """The verdict on the page that the router is asked for: Dash takes address and query by place, so place is what counts."""
    given = [part.get("value") if isinstance(part, dict) else None for part in body.get("inputs", [])[:2]]
    if len(given) != 2 or not isinstance(given[0], str) or not isinstance(given[1] or "", str):
        return Verdict(400)
    verdict = policy.may_open(identity, "/" + given[0].strip("/"))
    return Verdict(400) if verdict.allowed and _overrides(verdict, given[1] or "") else verdict


def _overrides(verdict: Verdict, query: str) -> bool:
    """Whether the query names a variable part of the address: Dash would let it win over what was judged."""
    return bool(verdict.parts) and not verdict.parts.keys().isdisjoint(parse_qs(query.lstrip("?"), keep_blank_values=True))


def _in_background(asked: Request) -> bool:
    """Whether the data asked, not a person: a callback with `"live": true` in an input does not keep a session from its idle end."""
    if asked.path != table.CALLBACK or asked.method != "POST":
        return False
    body = _body(asked)
    inputs = body.get("inputs", []) if isinstance(body, dict) else []
    values = [part.get("value") for part in inputs if isinstance(part, dict)]
    return any(isinstance(value, dict) and value.get("live") is True for value in values)


def _asked_for(asked: Request) -> str:
    body = _body(asked)
    return f"callback {body.get('output')}" if isinstance(body, dict) else table.CALLBACK


def _of_a_page(asked: Request) -> Verdict:
    """The verdict on a change of the API that a session asks for: only a script of our own pages sends it as JSON and says where it is from."""
    if not (asked.headers.get("Sec-Fetch-Site") or asked.headers.get("Origin")):
        return Verdict(403, "a session's change without its origin")
    return Verdict(200) if asked.mimetype == "application/json" else Verdict(415)


def _is_local(asked: Request) -> bool:
    return asked.remote_addr in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in asked.headers


def refusal_page(status: int) -> Response:
    """A refusal as a person reads it, for an address whose parameters name what is not theirs or does not exist."""
    return Response(_page(status), status=status, mimetype="text/html")


def _page(status: int) -> str:
    sentence = SAID[status]
    draw = current_app.extensions.get(REFUSAL)
    if draw is not None:
        return draw(status, sentence)
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{status}</title><p>{sentence}</p></html>'
