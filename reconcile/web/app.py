"""The pages of the review: the list, one finding with its forms, and what a form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from reconcile.decisions import DecisionError, Wanted
from reconcile.decisions.faults import to_day
from reconcile.models.decision import FINDING_ID, REASONS
from reconcile.reporters._clean import cleaned
from reconcile.reporters.html import stylesheet
from reconcile.web import views
from reconcile.web.gate import Denied, Gate, Keys, defect, denied, read_form
from reconcile.web.sitting import Collision, Refused, Sitting

if TYPE_CHECKING:
    from starlette.types import ASGIApp

STATIC = {
    "review.css": "text/css",
    "review.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "cards.css": "text/css",
}
"""Files that may be asked for, and what they are; the cards' style sheet is the report's."""


def application(sitting: Sitting, keys: Keys, on_error: Callable[[Exception], None]) -> ASGIApp:
    """Return the page as an ASGI application behind its gate."""
    pages = Pages(sitting, keys)
    routes = [
        Route("/", pages.overview, methods=["GET"]),
        Route("/finding/{id}", pages.finding, methods=["GET"]),
        Route("/finding/{id}", pages.decide, methods=["POST"]),
        Route("/undo/{id}", pages.undo, methods=["POST"]),
        Route("/static/{name}", static, methods=["GET"]),
    ]
    handlers = {HTTPException: pages.failed, Denied: denied, Exception: defect}
    return Gate(Starlette(routes=routes, exception_handlers=handlers), keys, on_error)


@cache
def templates() -> Environment:
    """Return the templates: everything that is put into them is escaped, and a name that is not there is an error."""
    return Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


async def static(request: Request) -> Response:
    """Return one of the files in STATIC."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    if name == "cards.css":
        return Response(stylesheet(), media_type=STATIC[name])
    return Response(files(__package__).joinpath("static", name).read_bytes(), media_type=STATIC[name])


class Pages:
    """The answers. They are given one at a time, in the order in which requests come."""

    def __init__(self, sitting: Sitting, keys: Keys) -> None:
        self.sitting, self.keys = sitting, keys

    async def overview(self, request: Request) -> Response:
        """Return the list of findings."""
        sieve = views.Sieve.of(request.query_params)
        left, decided = views.first_lines(self.sitting, views.shown(self.sitting, sieve))
        return self._page("list.html", 200, sieve, left=left, decided=decided, choices=views.choices(self.sitting))

    async def finding(self, request: Request) -> Response:
        """Return the page of one finding."""
        id = self._id(request)
        try:
            self.sitting.look(id)
        except DecisionError as error:
            return self._message(409, "This decision can't be read", str(error), views.Sieve.of(request.query_params))
        return self._card(id, views.Sieve.of(request.query_params))

    async def decide(self, request: Request) -> Response:
        """Write what a form says about a finding, and lead on to the next."""
        fields = await read_form(request, self.keys)
        id, sieve = self._id(request), views.Sieve.of(request.query_params)
        status, seen = fields.get("status", ""), fields.get("seen", "")
        try:
            if status == "agree":
                self.sitting.agree(id, seen)
            else:
                self.sitting.decide(id, self._wanted(status, fields), seen)
        except Collision:
            return self._collision(id, sieve, fields)
        except Refused as refused:
            return self._card(id, sieve, 422, fields, str(refused).split("\n"))
        except DecisionError as error:
            return self._message(409, "This decision can't be read", str(error), sieve)
        onward = views.next_undecided(self.sitting, sieve, id)
        return RedirectResponse(f"/finding/{onward}{sieve.query}" if onward else f"/{sieve.query}", 303)

    async def undo(self, request: Request) -> Response:
        """Take back what was done last about a finding, and show it."""
        fields = await read_form(request, self.keys)
        id, sieve = self._id(request), views.Sieve.of(request.query_params)
        try:
            self.sitting.undo(id, fields.get("seen", ""))
        except Collision:
            return self._collision(id, sieve, {})
        except Refused as refused:
            return self._message(409, "Nothing was taken back", str(refused), sieve)
        except DecisionError as error:
            return self._message(409, "This decision can't be read", str(error), sieve)
        return RedirectResponse(f"/finding/{id}{sieve.query}", 303)

    async def failed(self, request: Request, error: Exception) -> Response:
        """Return a page for what is not there."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        title = "There is no such page" if status == 404 else "This can't be asked for"
        return self._message(status, title, "The list leads to every finding of this review.", views.Sieve())

    def _id(self, request: Request) -> str:
        """Return the finding that an address names: a whole id, and one of this review."""
        id = str(request.path_params["id"])
        if not FINDING_ID.fullmatch(id) or id not in self.sitting.order:
            raise HTTPException(404)
        return id

    def _wanted(self, status: str, fields: Mapping[str, str]) -> Wanted:
        """Return what a form says; only a deferral has an end, and it is a date."""
        until = to_day(fields.get("until", "")) if status == "deferred" else None
        return Wanted(
            status, self.sitting.by, self.sitting.day(), fields.get("reason", ""), fields.get("text", ""), until
        )

    def _card(
        self,
        id: str,
        sieve: views.Sieve,
        status: int = 200,
        given: Mapping[str, str] | None = None,
        wrong: list[str] | None = None,
    ) -> Response:
        given = given or {}
        found = self.sitting.desk.found[id]
        before, behind = views.neighbours(self.sitting, sieve, id)
        actions = Markup(
            templates()
            .get_template("actions.html")
            .render(
                id=id,
                query=sieve.query,
                token=self.keys.form,
                seen=self.sitting.version(id),
                fields=views.fields_of(self.sitting, id, given),
                opened=given.get("status", ""),
                wrong=wrong or [],
                reasons=REASONS,
                agree=self.sitting.may_agree(id),
                changes=views.differences(self.sitting, id),
            )
        )
        return self._page(
            "finding.html",
            status,
            sieve,
            id=id,
            finding=cleaned(found),
            card=self.sitting.cards.render(found, actions=actions),
            before=before,
            behind=behind,
            place=self.sitting.order.index(id) + 1,
            all_places=len(self.sitting.order),
            sources=views.sources(self.sitting, found),
            siblings=views.siblings(self.sitting, found),
        )

    def _collision(self, id: str, sieve: views.Sieve, fields: Mapping[str, str]) -> Response:
        """Return a page with what stands there now, and what was typed, which nobody should have to type again."""
        try:
            found = self.sitting.look(id)
        except DecisionError as error:
            return self._message(409, "This decision can't be read", str(error), sieve)
        card = self.sitting.cards.render(found)
        meant = [fields.get(name, "") for name in ("status", "reason", "until", "text")]
        return self._page("collision.html", 409, sieve, id=id, card=card, meant=[one for one in meant if one])

    def _message(self, status: int, title: str, text: str, sieve: views.Sieve) -> Response:
        return self._page("message.html", status, sieve, heading=title, lines=text.split("\n"))

    def _page(self, name: str, status: int, sieve: views.Sieve, **values: Any) -> Response:
        decided, all = views.progress(self.sitting)
        text = (
            templates()
            .get_template(name)
            .render(
                title=self.sitting.cards.report.title or "Review",
                by=self.sitting.by,
                token=self.keys.form,
                sieve=sieve,
                decided_count=decided,
                all_count=all,
                last=views.last_done(self.sitting),
                **values,
            )
        )
        return HTMLResponse(text, status)
