"""Who is let in: this machine's browser that was given the token, from our own pages, with small forms.

A page on 127.0.0.1 can be reached by every program of the machine, and by every web site that its browser shows.
So the host must be ours to the letter, port included (against DNS rebinding), a request must carry the cookie that the
one-time token was changed for, and a form must come from our origin and carry a token of its own (against
cross-site requests; other ports of 127.0.0.1 are the same site, but another origin).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
"""The only address that is served."""
START = "/start"
"""Where the token is changed for a cookie."""
LARGEST_BODY = 65_536
"""Bytes of a form."""
MOST_FIELDS = 20
"""Fields of a form."""
FORM = "application/x-www-form-urlencoded"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that, browsers send `Origin: null` with our own forms. Other origins still get nothing.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Sent with every answer."""


@dataclass
class Keys:
    """The secrets of one run of the page."""

    port: int
    """The port that is served."""
    token: str = field(default_factory=lambda: token_urlsafe(32))
    """Changed for the cookie once; empty from then on."""
    session: str = field(default_factory=lambda: token_urlsafe(32))
    """Value of the cookie."""
    form: str = field(default_factory=lambda: token_urlsafe(32))
    """The hidden field `token` of every form."""

    @property
    def host(self) -> str:
        """The one Host header that is answered."""
        return f"{HOST}:{self.port}"

    @property
    def origin(self) -> str:
        """The one Origin that forms come from."""
        return f"http://{self.host}"

    @property
    def cookie(self) -> str:
        """The cookie's name; with the port, since cookies are shared by all ports of a host."""
        return f"reconcile-{self.port}"

    @property
    def url(self) -> str:
        """Where the page is opened, once."""
        return f"{self.origin}{START}?token={self.token}"


class Denied(Exception):
    """A request that is not answered, with the status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


@dataclass
class Gate:
    """Stands before the application: answers what is not let in, and adds the headers to every answer."""

    app: ASGIApp
    """The application."""
    keys: Keys
    """The secrets."""
    on_error: Callable[[Exception], None]
    """Told of a defect; the page says nothing about it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        request = Request(scope, receive)
        try:
            await (self._start(request) or self.app)(scope, receive, sent)
        except Denied as error:
            await (await denied(request, error))(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page must not show it
            self.on_error(error)
            if not begun:
                await (await defect(request, error))(scope, receive, sent)

    def _start(self, request: Request) -> Response | None:
        """Return the answer that changes the token for the cookie, None where the application answers."""
        check_host(request.headers, self.keys)
        if request.url.path == START and request.method == "GET":
            return self._changed_for_cookie(request.query_params.get("token", ""))
        if not same(request.cookies.get(self.keys.cookie, ""), self.keys.session):
            raise Denied(403, "Open the address that `reconcile review --web` printed, in this browser.")
        if request.method == "POST":
            check_form_headers(request.headers, self.keys)
        return None

    def _changed_for_cookie(self, token: str) -> Response:
        if not self.keys.token:
            raise Denied(403, "This address was used already; it works once. Start `reconcile review --web` again.")
        if not same(token, self.keys.token):
            raise Denied(403, "That is not the address that `reconcile review --web` printed.")
        self.keys.token = ""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.keys.cookie, self.keys.session, path="/", httponly=True, samesite="strict")
        return answer


async def denied(request: Request, error: Exception) -> Response:
    """Return why a request is not answered."""
    return PlainTextResponse(f"{error}\n", error.status if isinstance(error, Denied) else 400)


async def defect(request: Request, error: Exception) -> Response:
    """Return what is said of a defect: nothing about it."""
    reason = "A defect of reconcile; the terminal says more. What was decided before is saved.\n"
    return PlainTextResponse(reason, 500)


def same(given: str, wanted: str) -> bool:
    """Compare with a secret in a time that tells nothing; an empty secret is like nothing."""
    return bool(wanted) and compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def check_host(headers: Headers, keys: Keys) -> None:
    """Denied: the request is not for exactly our host and port, or names several."""
    if headers.getlist("host") != [keys.host]:
        raise Denied(421, f"Only {keys.host} is served.")


def check_form_headers(headers: Headers, keys: Keys) -> None:
    """Denied: a form of another origin, of another kind, or too large."""
    if headers.getlist("origin") != [keys.origin]:
        raise Denied(403, "This form did not come from the review page.")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Denied(415, f"Expected a form ({FORM}).")
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length[:20]) > LARGEST_BODY:
        raise Denied(413, f"The form is larger than {LARGEST_BODY:,} bytes.")


async def read_form(request: Request, keys: Keys) -> dict[str, str]:
    """Return the fields of a form. Denied: it is too large, is no form, or lacks the form token."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                raise Denied(413, f"The form is larger than {LARGEST_BODY:,} bytes.")
    except ClientDisconnect:
        raise Denied(400, "The form did not arrive as a whole.") from None
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="utf-8", errors="strict"
        )
    except ValueError:
        raise Denied(400, "The form can't be read.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Denied(400, "A field of the form stands twice.")
    if not same(fields.get("token", ""), keys.form):
        raise Denied(403, "The form is not one of this run of the review page; load the page anew.")
    return fields
