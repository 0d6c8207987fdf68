"""Return interactive views as still HTML: what a reader sees first in JupyterLab, without scripts and without a kernel.

A page of documentation has no kernel to answer a click, and the scripts that Jupyter's widgets need come from another
host. So the build shows a picture of each view: text, chart and table as they stand before anybody clicks.
"""

from __future__ import annotations

import base64
from html import escape
from typing import Any

ROWS = 10


def freeze(widget: Any) -> str:
    """Return the HTML of a widget and of all that it contains; controls that only a kernel can serve are left out."""
    if getattr(getattr(widget, "layout", None), "display", None) == "none":
        return ""
    children = getattr(widget, "children", None)
    if children is not None:
        if any(hasattr(child, "hand_over") for child in children):
            return ""  # a button that saves, and the words about it
        return "".join(freeze(child) for child in children)
    for trait, draw in (("blocks", _text), ("png", _picture), ("df", _table), ("groups", _measures)):
        if hasattr(widget, trait):
            return draw(widget)
    if hasattr(widget, "items"):
        return _terms(widget) if type(widget).__name__ == "TermsWidget" else _findings(widget)
    if hasattr(widget, "options") and isinstance(getattr(widget, "value", None), list):
        return _chips(widget)
    if type(widget).__name__ == "HTML":
        return f'<div class="ml-said-once">{widget.value}</div>'
    return ""


def bundle(widget: Any, *_: Any, **__: Any) -> dict[str, str]:
    """Return what a cell shows in place of a widget."""
    shown = freeze(widget)
    return {"text/html": f'<div class="ml-frozen">{shown}</div>' if shown else ""}


def _text(widget: Any) -> str:
    """Return the annotated text; the same markup as static/text.js builds in the browser."""
    legend = "".join(f'<span class="ml-mark {escape(c)}">{escape(label)}</span>' for c, label in widget.legend)
    segments = "".join(
        f'<div class="ml-segment ml-segment-{escape(kind)}">'
        + "".join(_piece(widget, text, marks) for text, marks in pieces)
        + "</div>"
        for kind, pieces in widget.blocks
    )
    return (
        f'<div class="ml-text"><div class="ml-legend">{legend}</div>'
        f'<div class="ml-body" lang="de" role="region" tabindex="0" aria-label="{escape(widget.title)}">'
        f"{segments}</div></div>"
    )


def _piece(widget: Any, text: str, marks: list[int]) -> str:
    # A blank line would end the HTML block if the output were read as Markdown.
    shown = escape(text).replace("\n", "&#10;")
    if not marks:
        return shown
    classes = " ".join(dict.fromkeys(name for mark in marks for name in widget.styles[mark].split()))
    said = " · ".join(dict.fromkeys(widget.labels[mark] for mark in marks))
    return f'<span class="ml-mark {escape(classes)}" title="{escape(said)}">{shown}</span>'


def _picture(widget: Any) -> str:
    if not widget.png:
        return f'<p class="ml-empty">{escape(widget.alt)}</p>'
    data = base64.b64encode(widget.png).decode()
    return (
        f'<figure class="ml-chart" tabindex="0"><img src="data:image/png;base64,{data}" width="{widget.width}" '
        f'alt="{escape(widget.alt)}"><figcaption>{escape(widget.caption)}</figcaption></figure>'
    )


def _table(widget: Any) -> str:
    data = widget.df
    rest = len(data) - ROWS
    more = f"<p><small>… {rest} more rows in the notebook</small></p>" if rest > 0 else ""
    return data.head(ROWS).to_html(index=False, border=0, classes="dataframe", na_rep="") + more


def _measures(widget: Any) -> str:
    """Return the indicators concept by concept; values of others than focus and poles, and empty ones, are left out."""
    parts = []
    for title, measures in widget.groups:
        rows = "".join(
            f"<tr><td>{escape(measure['name'])}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in row[:4])}</tr>"
            for measure in measures
            for row in measure["rows"]
        )
        table = f'<table class="dataframe">{rows}</table>' if rows else ""
        parts.append(f"<details><summary>{escape(title)}</summary>{table}</details>")
    return "".join(parts)


def _terms(widget: Any) -> str:
    rows = "".join(
        f"<dt>{escape(f'{heading}: {word}' if word else heading)}</dt><dd>{escape(meaning)}</dd>"
        for heading, word, meaning in widget.items
    )
    return f"<details><summary>{escape(widget.title)}</summary><dl>{rows}</dl></details>" if rows else ""


def _findings(widget: Any) -> str:
    """Return the findings; open evidence, whose items are records, is nothing that a reader sees first."""
    items = "".join(f"<li>{escape(item[0])}</li>" for item in widget.items if isinstance(item, list))
    return f"<h3>{escape(widget.title)}</h3><ul>{items}</ul>" if items else ""


def _chips(widget: Any) -> str:
    pressed = set(widget.value)
    chips = "".join(
        f'<span class="ml-chip" aria-pressed="{str(option[0] in pressed).lower()}">'
        f"{escape(option[1] if option[2] is None else f'{option[1]} {option[2]}')}</span>"
        for option in widget.options
    )
    return f'<div class="ml-chips"><span class="ml-chips-label">{escape(widget.label)}</span>{chips}</div>' * bool(
        chips
    )
