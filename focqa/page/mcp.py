"""The functions as tools of the Model Context Protocol, at ``/mcp``.

The protocol's own package serves them, not Gradio: research clients expect a ``search`` that takes a query and gives
results, and a ``fetch``, and these differ from the functions of that name that other programs call.
"""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from starlette.routing import BaseRoute

from focqa.errors import FocqaError
from focqa.page.machines import Machines
from focqa.page.security import MAX_BODY
from focqa.types import Passage

P = ParamSpec("P")
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ABOUT = (
    "Numbered policy documents of the Freedom Online Coalition. Every provision has an id such as poa-2024/2.1.c; "
    "cite it. ask answers in verified sentences; search and fetch give the provisions themselves."
)


def server(machines: Machines) -> MCPServer:
    """The server with its five tools."""
    served = MCPServer("focqa", instructions=_ABOUT, log_level="WARNING")

    async def search(query: str) -> Any:
        """Find the provisions nearest to a query. Returns id, title, url and text of each; fetch takes the id."""
        hits = await machines.desk.run(lambda: machines.opener.assistant().search(query))
        return {"results": [_summary(machines, hit.passage) for hit in hits]}

    async def fetch(id: str) -> Any:  # noqa: A002  # the name clients use
        """The whole text of one provision by its id, such as poa-2024/2.1.c, with its place and document."""
        passage, about = machines.passage(id)
        place = {"label": passage.label, "path": [*passage.headings], "page": passage.page}
        return _summary(machines, passage) | {"metadata": {"document": passage.document, **place, **about}}

    async def ask(question: str) -> Any:
        """Answer a question in sentences that cite the exact provision, or say why there is no answer."""
        return await machines.ask(question)

    async def list(id: str) -> Any:  # noqa: A001, A002
        """Everything under a document (poa-2024) or provision (poa-2024/2.1), in order."""
        return {"passages": await machines.list(id)}

    async def compare(before: int, after: int, topic: str | None = None) -> Any:
        """What became of one year's provisions in another year, on a topic or on everything."""
        return {"changes": await machines.compare(before, after, topic)}

    for function in (search, fetch, ask, list, compare):
        served.tool(annotations=_READS, structured_output=False)(_as_tool(function))
    return served


def route(served: MCPServer) -> list[BaseRoute]:
    """The server's route, stateless: every call stands alone, so nothing is kept between them."""
    # Host and Origin are the guard's business, for this route as for all others.
    guarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = served.streamable_http_app(
        json_response=True, stateless_http=True, max_request_body_size=MAX_BODY, transport_security=guarded
    )
    return [*app.routes]


def _summary(machines: Machines, passage: Passage) -> dict[str, Any]:
    source = machines.opener.assistant().catalogue.source(passage)
    return {"id": passage.id, "title": passage.label, "text": passage.text, "url": source.url}


def _as_tool(function: Callable[P, Awaitable[Any]]) -> Callable[P, Awaitable[CallToolResult]]:
    """The function with its result as one block of JSON text, and errors of focqa told to the caller."""

    @wraps(function)
    async def tool(*args: P.args, **kwargs: P.kwargs) -> CallToolResult:
        try:
            result = await function(*args, **kwargs)
        except FocqaError as error:
            raise ToolError(str(error)) from None
        text = TextContent(type="text", text=json.dumps(result, ensure_ascii=False))
        return CallToolResult(content=[text], structured_content=result)

    tool.__annotations__["return"] = CallToolResult
    return tool
