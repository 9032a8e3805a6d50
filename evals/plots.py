"""Plots as plain SVG: no script, no font, no request; they follow the page's light or dark colours."""

from collections.abc import Sequence
from html import escape

from evals.stats import Interval
from focqa.catalogue import Catalogue

_GREY = "#8a8f98"


def shade(value: float | None) -> str:
    """A colour from red (0) over amber to green (1); grey where there is no value."""
    if value is None:
        return "#d4d7dc"
    return f"hsl({round(8 + 132 * max(0.0, min(1.0, value)))} 55% {round(58 - 8 * abs(value - 0.5))}%)"


def dots(rows: Sequence[tuple[str, Interval | None]], low: float, high: float, title: str) -> str:
    """One dot a row with its 95 % interval as a line."""
    width, left, right, step = 720, 170, 70, 26
    scale = (width - left - right) / (high - low)

    def x(value: float) -> float:
        return left + (value - low) * scale

    ticks = [low + (high - low) * n / 4 for n in range(5)]
    height = 30 + step * len(rows)
    body = [
        f'<line x1="{x(t):.1f}" y1="8" x2="{x(t):.1f}" y2="{height - 20}" class="grid"/><text x="{x(t):.1f}" y="{height - 4}" class="tick" text-anchor="middle">{t:g}</text>'
        for t in ticks
    ]
    for n, (name, found) in enumerate(rows):
        y = 20 + step * n
        body.append(f'<text x="{left - 12}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        if found is None:
            body.append(f'<text x="{left + 4}" y="{y + 4}" class="tick">no value</text>')
            continue
        body.append(f'<line x1="{x(found.low):.1f}" y1="{y}" x2="{x(found.high):.1f}" y2="{y}" class="bar"/>')
        body.append(
            f'<circle cx="{x(found.mean):.1f}" cy="{y}" r="{6 if n == 0 else 4.5}" class="{"own" if n == 0 else "other"}"/>'
        )
        body.append(f'<text x="{width - right + 12}" y="{y + 4}" class="value">{found.mean:.2f}</text>')
    return _svg(width, height, title, body)


def tree_map(catalogue: Catalogue, found: dict[str, float | None]) -> str:
    """The provisions as an icicle: documents, goals, objectives, activities, items from left to right, coloured by value."""
    width, row = 960, 11
    body: list[str] = []
    y = 4.0
    for source in catalogue.sources:
        top = y
        for passage in catalogue.children(source.id):
            y = _branch(body, catalogue, passage.id, 1, y, width, row, found)
        body.append(_cell(0, top, 150, y - top, "#6b7280", source.title, source.title))
        y += 8
    return _svg(width, int(y), "How well each provision is found", body)


def _branch(
    body: list[str],
    catalogue: Catalogue,
    id_: str,
    depth: int,
    y: float,
    width: int,
    row: int,
    found: dict[str, float | None],
) -> float:
    """Draw a provision and what stands under it; return where the next one starts."""
    left = 154 + (depth - 1) * 160
    passage = catalogue.by_id[id_]
    children = catalogue.children(id_)
    end = y
    for child in children:
        end = _branch(body, catalogue, child.id, depth + 1, end, width, row, found)
    end = max(end, y + row)
    value = found.get(id_)
    said = (
        "not asked about"
        if id_ not in found
        else "no value"
        if value is None
        else f"cited in {value:.0%} of the questions that need it"
    )
    wide = 156 if children else width - left
    body.append(
        _cell(
            left,
            y,
            wide,
            end - y,
            shade(value) if id_ in found else "#e7e9ec",
            passage.locator,
            f"{passage.label}: {said}",
        )
    )
    return end


def _cell(x: float, y: float, w: float, h: float, fill: str, text: str, tip: str) -> str:
    shown = (
        f'<text x="{x + 4}" y="{y + min(h / 2 + 3, 12)}" class="cell">{escape(text[: int(w / 5.2)])}</text>'
        if h >= 10
        else ""
    )
    return f'<g><title>{escape(tip)}</title><rect x="{x}" y="{y}" width="{w}" height="{max(h - 1, 1)}" fill="{fill}" rx="2"/>{shown}</g>'


def curve(points: Sequence[tuple[float, float]], at: tuple[float, float] | None, title: str) -> str:
    """Share of questions answered (x) against share of those answers that are right (y)."""
    width, height, left, bottom = 480, 300, 46, 36

    def place(point: tuple[float, float]) -> str:
        return f"{left + point[0] * (width - left - 12):.1f},{8 + (1 - point[1]) * (height - bottom - 8):.1f}"

    body = []
    for n in range(5):
        value = n / 4
        gx, gy = place((value, 0)).split(",")[0], place((0, value)).split(",")[1]
        body.append(
            f'<line x1="{left}" y1="{gy}" x2="{width - 12}" y2="{gy}" class="grid"/><text x="{left - 6}" y="{float(gy) + 4}" text-anchor="end" class="tick">{value:g}</text>'
        )
        body.append(f'<text x="{gx}" y="{height - bottom + 18}" text-anchor="middle" class="tick">{value:g}</text>')
    body.append(f'<polyline points="{" ".join(place(p) for p in points)}" class="curve"/>')
    if at:
        cx, cy = place(at).split(",")
        body.append(f'<circle cx="{cx}" cy="{cy}" r="6" class="own"/>')
    body.append(
        f'<text x="{width / 2}" y="{height - 2}" text-anchor="middle" class="tick">share of all questions answered</text>'
    )
    return _svg(width, height, title, body)


def bars(rows: Sequence[tuple[str, float, float]], title: str) -> str:
    """Median (solid) and 95th percentile (thin) in milliseconds, one stage a row."""
    width, left, step = 620, 130, 26
    most = max((p95 for _, _, p95 in rows), default=1.0) or 1.0
    body = []
    for n, (name, p50, p95) in enumerate(rows):
        y = 8 + step * n
        scale = (width - left - 150) / most
        body.append(f'<text x="{left - 12}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        body.append(f'<rect x="{left}" y="{y + 7}" width="{p95 * scale:.1f}" height="4" fill="{_GREY}"/>')
        body.append(f'<rect x="{left}" y="{y + 2}" width="{max(p50 * scale, 1):.1f}" height="14" class="own"/>')
        body.append(
            f'<text x="{left + p95 * scale + 8:.1f}" y="{y + 13}" class="value">{p50:.1f} ms, p95 {p95:.1f} ms</text>'
        )
    return _svg(width, 16 + step * len(rows), title, body)


def _svg(width: int, height: int, title: str, body: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" style="max-width:{width}px">{"".join(body)}</svg>'
