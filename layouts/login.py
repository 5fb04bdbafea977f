"""The sign-in pages: plain HTML without Dash, the entry of wall devices, the sign-out, and the page of a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, redirect, request
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from geo.credit import credit_of
from layouts.centre import centre_name
from security import accounts, demo_accounts
from security.guard import REFUSAL, utc_now
from security.identity import Identity, Kind
from security.origin import same_origin
from security.roles import first_page
from security.sessions import COOKIE, credential_of, sessions_of
from security.sign_in import Outcome, Result, SignIn, Visitor, next_page
from settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FILES = ("00-fonts.css", "login.css", "login.js")
WALL_COOKIE_SECONDS = 400 * 86_400
"""The longest that browsers keep a cookie; each visit of the wall's page renews it."""
WRONG = "账号或口令不正确。"
ENTRY_WRONG = "登记码无效、已使用或已过期，请让管理员重新生成。"
HEADINGS = {"unbuilt": "尚未建成", "login": "登录", "entry": "大屏设备登记", "refusal": "无法显示"}
STATUSES = {Result.OK: 303, Result.WRONG: 401, Result.LOCKED: 429, Result.MALFORMED: 400}
BREAK = "智慧"
"""The centre's name is set in two lines, broken before this word."""


def install(server: Flask, settings: Settings, clock: Callable[[], datetime] = utc_now) -> LoginPages:
    """Adds `/login`, `/login/demo`, `/login/wall` and `/logout` to a server that has the guard; gives the drawer of plain pages."""
    pages = LoginPages(settings, SignIn(sessions_of(settings)), clock)
    server.add_url_rule("/login", "login", pages.show, methods=["GET"])
    server.add_url_rule("/login", "login-send", pages.send, methods=["POST"])
    server.add_url_rule("/login/demo", "login-demo", pages.demo, methods=["POST"])
    server.add_url_rule("/login/wall", "login-wall", pages.entry, methods=["GET", "POST"])
    server.add_url_rule("/logout", "logout", pages.out, methods=["GET", "POST"])
    server.after_request(pages.renew)
    server.extensions[REFUSAL] = pages.refusal
    return pages


@dataclass(frozen=True)
class LoginPages:
    """The sign-in pages of one server."""

    settings: Settings
    sign_in: SignIn
    clock: Callable[[], datetime]

    def show(self) -> Any:
        identity = _known()
        if identity is not None:
            return redirect(next_page(identity, request.args.get("next")), 303)
        return self._form(200, request.args.get("next", ""))

    def send(self) -> Any:
        name, password = request.form.get("username", ""), request.form.get("password", "")
        return self._end(self.sign_in.by_password(name, password, _visitor(), self.clock()), name)

    def demo(self) -> Any:
        name = request.form.get("account", "")
        if name not in demo_accounts.names(self.settings):
            return self._form(404, "")
        return self._end(self.sign_in.by_name(name, _visitor(), self.clock()), "")

    def entry(self) -> Any:
        identity = _known()
        if request.method == "GET":
            return redirect(first_page(identity), 303) if identity else Response(self.draw("entry.html"))
        outcome = self.sign_in.by_entry_token(request.form.get("token", ""), _visitor(), self.clock())
        if outcome.identity is None:
            return Response(self.draw("entry.html", error=ENTRY_WRONG), STATUSES[outcome.result])
        return self._welcome(outcome, first_page(outcome.identity))

    def out(self) -> Any:
        """Ends the session. A foreign page cannot do that: it may not even link here."""
        if same_origin(request.headers, request.host):
            self.sign_in.out(credential_of(request.headers), _known(), request.remote_addr or "", self.clock())
        answer = redirect("/login", 303)
        answer.delete_cookie(COOKIE, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
        return answer

    def renew(self, answer: Response) -> Response:
        """Keeps a wall device's cookie alive: it is never asked to sign in again."""
        identity = g.get("identity")
        visit = request.method == "GET" and answer.status_code == 200 and answer.mimetype == "text/html"
        if visit and identity is not None and identity.kind is Kind.WALL:
            self._put_cookie(answer, credential_of(request.headers) or "", Kind.WALL)
        return answer

    def refusal(self, status: int, sentence: str) -> str:
        """The page of a refusal, as the guard draws it for a person."""
        return self.draw("refusal.html", status=status, sentence=sentence)

    def _end(self, outcome: Outcome, name: str) -> Any:
        asked = request.form.get("next", "")
        if outcome.identity is not None:
            return self._welcome(outcome, next_page(outcome.identity, asked))
        error = WRONG
        if outcome.locked_until is not None:
            error = f"失败次数过多，已锁定至 {outcome.locked_until.astimezone(self.settings.tz):%H:%M}，请届时再试。"
        answer = self._form(STATUSES[outcome.result], asked, error, name if outcome.result is not Result.MALFORMED else "")
        if outcome.locked_until is not None:
            answer.headers["Retry-After"] = str(max(1, int((outcome.locked_until - self.clock()).total_seconds())))
        return answer

    def _welcome(self, outcome: Outcome, to: str) -> Any:
        answer = redirect(to, 303)
        self._put_cookie(answer, outcome.cookie, outcome.identity.kind if outcome.identity else Kind.PERSON)
        return answer

    def _put_cookie(self, answer: Any, value: str, kind: Kind) -> None:
        lasts = WALL_COOKIE_SECONDS if kind is Kind.WALL else None
        answer.set_cookie(COOKIE, value, max_age=lasts, path="/", secure=request.is_secure, httponly=True, samesite="Lax")

    def _form(self, status: int, asked: str, error: str = "", name: str = "") -> Response:
        demo = self._demo_buttons
        return Response(self.draw("login.html", next=asked[:512], error=error, username=name[:64], demo=demo), status)

    @property
    def _demo_buttons(self) -> list[tuple[str, str]]:
        names = demo_accounts.names(self.settings)
        shown = {a.name: a.shown_name for a in accounts.everyone(self.sign_in.sessions.store) if not a.disabled} if names else {}
        return [(name, shown[name]) for name in names if name in shown]

    def draw(self, template: str, **values: Any) -> str:
        made = {name: int((ROOT / "assets" / name).stat().st_mtime) for name in FILES}
        rules = {"lock_after": self.settings.lock_after, "lock_minutes": self.settings.lock_minutes}
        page = template.removesuffix(".html")
        about = {"page": page, "heading": HEADINGS[page], "made": made, "demo_mode": self.settings.demo}
        return self._templates.get_template(template).render(**self._province, **rules, **about, **values)

    @cached_property
    def _templates(self) -> Environment:
        return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)

    @cached_property
    def _province(self) -> dict[str, Any]:
        """Name, outline and source of the province; a province without these files has a plain page."""
        folder = ROOT / "assets" / "maps" / self.settings.province
        outline = folder / "outline.svg"
        told = credit_of(self.settings.province) if (folder / "map.json").exists() else None
        name = centre_name()
        return {
            "centre": name,
            "title": [name[: name.index(BREAK)], name[name.index(BREAK) :]] if name.find(BREAK) > 0 else [name],
            "outline": Markup(outline.read_text("utf-8")) if outline.exists() else "",  # noqa: S704 - our own file
            "source": "　".join(filter(None, told.lines)) if told else "",
        }


def _known() -> Identity | None:
    found = g.get("identity")
    return found if isinstance(found, Identity) and found.kind is not Kind.TOKEN else None


def _visitor() -> Visitor:
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""), request.cookies.get(COOKIE))
