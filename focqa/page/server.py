"""The server: one application of page, plain HTTP and tools, behind one guard."""

import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

# Before Gradio is imported: no analytics, no look at another host, no growing record of every call, summed up anew at each.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
from fastapi import FastAPI
from mcp.server.mcpserver import MCPServer
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from focqa import settings as settings_module
from focqa.assistant import Assistant, open_assistant
from focqa.page import api, mcp
from focqa.page.calls import Calls
from focqa.page.desk import Admitted, Desk
from focqa.page.layout import HEAD, THEME, layout
from focqa.page.listen import listen
from focqa.page.machines import Machines, register
from focqa.page.opener import Opener
from focqa.page.security import Guard
from focqa.settings import Settings

_OWN = Path(__file__).parent / "static"


def build(assistant: Assistant | Opener, settings: Settings) -> FastAPI:
    """The application, ready to be served.

    Args:
        assistant: What answers, or an opener of it; the opener starts with the server.
        settings: Limits and names.
    """
    opener = assistant if isinstance(assistant, Opener) else Opener.of(assistant)
    desk = Desk(settings.askers, settings.queue)
    machines, admitted = Machines(opener, desk), Machines(opener, Admitted(desk))
    tools = mcp.server(machines)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(opener, desk, tools))
    api.handle_errors(app)
    app.include_router(api.routes(machines))
    app.router.routes.extend(mcp.route(tools))
    app.get("/manifest.json")(api.manifest)
    app.mount("/own", StaticFiles(directory=_OWN))
    page = layout(opener, settings, admitted)
    with page:
        register(admitted)
    # The desk is the one limit and queue, so that nobody waits twice; Gradio's own only bounds what it may hold.
    places = settings.askers + settings.queue
    page.queue(max_size=settings.queue or 1, default_concurrency_limit=places, api_open=False)
    page.state_session_capacity = settings.sessions
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=THEME,
        head=HEAD,
        footer_links=[],
        run_history=False,
        show_error=False,
        pwa=False,
        ssr_mode=False,
    )
    mounted = app.routes[-1]
    assert isinstance(mounted, Mount)
    app.state.page, app.state.desk, app.state.gradio = page, desk, mounted.app
    names = tuple(name.strip() for name in settings.names.split(",") if name.strip())
    calls = Calls(page, settings.sessions + places, desk)
    app.add_middleware(Guard, names=(*names, settings.host), look=calls)
    return app


def _lifespan(opener: Opener, desk: Desk, tools: MCPServer) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opener.start()
        async with tools.session_manager.run():
            yield
        desk.close()

    return lifespan


def serve(corpus: str | Path | None = None, host: str | None = None, port: int | None = None) -> None:
    """Serve the page until a signal says stop; what is None comes from the settings.

    Raises:
        InputError: If a setting, or the address, cannot be used.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    settings = settings_module.load(corpus=corpus, host=host, port=port)
    # Several askers at once already use every core; threads of the model beyond that only get in each other's way.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // settings.askers)))
    app = build(Opener(lambda tell: open_assistant(progress=tell, settings=settings)), settings)
    listen(app, settings.host, settings.port, app.state.gradio.stop_event.set)
