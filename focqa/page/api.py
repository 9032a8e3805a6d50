"""The same functions over plain HTTP: ``POST /api/ask`` with a JSON object gives JSON. One address, one function."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import JSONResponse, Response

from focqa import export
from focqa.errors import Busy, FocqaError, InputError, NotReady, UnknownId
from focqa.page.forms import FORMS, fill
from focqa.page.machines import Machines
from focqa.page.visit import replay

_BUSY_SECONDS = "2"


def routes(machines: Machines) -> APIRouter:
    """One route for each function, ``GET /api/state``, and ``GET /api/export/docx?q=...`` for answers to take along."""
    router = APIRouter(prefix="/api")
    for name in FORMS:
        router.post(f"/{name}")(_route(name, getattr(machines, name)))

    @router.get("/state")
    async def state() -> JSONResponse:
        now = machines.opener.state()
        body = {"ready": now.ready, "done": now.done, "total": now.total, "error": now.error}
        return JSONResponse(body, 200 if now.ready else 503)

    @router.get("/export/{form}")
    async def take(form: str, request: Request) -> Response:
        chosen, asked = export.form(form), dict(request.query_params)
        answer = (await machines.desk.run(lambda: replay(machines.opener.assistant(), asked))).answer
        assert answer is not None
        body = chosen.export(answer, machines.opener.assistant().catalogue)
        named = {"content-disposition": f'attachment; filename="focqa-answer{chosen.SUFFIX}"'}
        return Response(body, media_type=chosen.MEDIA_TYPE, headers=named)

    return router


async def manifest() -> JSONResponse:
    """What a phone is told that puts the page on its first screen."""
    return JSONResponse({"name": "focqa", "short_name": "focqa", "start_url": "./", "display": "browser"})


def _route(name: str, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[JSONResponse]]:
    async def route(request: Request) -> JSONResponse:
        try:
            given = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise InputError(
                f"the body is not JSON; {name} takes a JSON object with {', '.join(FORMS[name].model_fields)}"
            ) from None
        return JSONResponse(await function(**fill(name, given)))

    return route


def handle_errors(app: FastAPI) -> None:
    """Errors as ``{"error": "..."}``: 400 for what cannot be read, 404 for unknown ids, 503 for later."""
    app.add_exception_handler(FocqaError, _told)


async def _told(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status(error), _retry(error))


def status(error: Exception) -> int:
    """The HTTP status of an error of focqa."""
    if isinstance(error, UnknownId):
        return 404
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, Busy | NotReady) else 500


def _retry(error: Exception) -> dict[str, str]:
    return {"retry-after": _BUSY_SECONDS} if isinstance(error, Busy | NotReady) else {}
