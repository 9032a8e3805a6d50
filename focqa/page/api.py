"""The same functions over plain HTTP: ``POST /api/ask`` with a JSON object gives JSON. One address, one function."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from focqa.errors import Busy, FocqaError, InputError, NotReady, UnknownId
from focqa.page.machines import Machines

_BUSY_SECONDS = "2"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ask(_Strict):
    """What ``POST /api/ask`` takes."""

    question: str
    history: list[Any] = Field(default_factory=list)
    documents: list[str] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)


class Search(_Strict):
    """What ``POST /api/search`` takes."""

    text: str
    k: int = 10
    documents: list[str] = Field(default_factory=list)


class Id(_Strict):
    """What ``POST /api/show`` and ``POST /api/list`` take."""

    id: str


class Compare(_Strict):
    """What ``POST /api/compare`` takes."""

    before: int
    after: int
    topic: str | None = None


def routes(machines: Machines) -> APIRouter:
    """One route for each function, and ``GET /api/state``."""
    router = APIRouter(prefix="/api")
    forms: dict[str, type[BaseModel]] = {
        "ask": Ask,
        "search": Search,
        "show": Id,
        "list": Id,
        "compare": Compare,
    }
    for name, form in forms.items():
        router.post(f"/{name}")(_route(getattr(machines, name), form))

    @router.get("/state")
    async def state() -> JSONResponse:
        now = machines.opener.state()
        body = {"ready": now.ready, "done": now.done, "total": now.total, "error": now.error}
        return JSONResponse(body, 200 if now.ready else 503)

    return router


def _route(function: Callable[..., Awaitable[Any]], form: type[BaseModel]) -> Callable[..., Awaitable[JSONResponse]]:
    async def route(body: form) -> JSONResponse:  # type: ignore[valid-type]
        return JSONResponse(await function(**dict(body)))

    return route


def handle_errors(app: FastAPI) -> None:
    """Errors as ``{"error": "..."}``: 400 for what cannot be read, 404 for unknown ids, 503 for later."""
    app.add_exception_handler(FocqaError, _told)
    app.add_exception_handler(RequestValidationError, _misread)


async def _told(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status(error), _retry(error))


async def _misread(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:] if not isinstance(part, int)) or "the body"
    return JSONResponse({"error": f"{where}: {first['msg']}; send a JSON object"}, 400)


def status(error: Exception) -> int:
    """The HTTP status of an error of focqa."""
    if isinstance(error, UnknownId):
        return 404
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, Busy | NotReady) else 500


def _retry(error: Exception) -> dict[str, str]:
    return {"retry-after": _BUSY_SECONDS} if isinstance(error, Busy | NotReady) else {}
