"""Fields of JSON records that are no plain strings: a text in sections, an outlet as an object with a name."""

from __future__ import annotations

from typing import Any, Final

_NAMES: Final = ("name", "title", "label", "uri", "id")


def join_nested(value: Any) -> Any:
    r"""Return a text kept in sections and paragraphs as one string; anything that holds no strings as it is.

    Fundus keeps ``{"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}``.

    Examples
    --------
    >>> join_nested({"summary": ["Astana wählt."], "sections": [{"headline": [], "paragraphs": ["Eins.", "Zwei."]}]})
    'Astana wählt.\n\nEins.\n\nZwei.'
    >>> join_nested(7), join_nested(None)
    (7, None)
    """
    if not isinstance(value, (list, dict)):
        return value
    pieces: list[str] = []
    stack: list[Any] = [value]
    while stack:  # records may be nested deeper than Python recurses
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node.strip())
        elif isinstance(node, dict):
            stack.extend(reversed(node.values()))
        elif isinstance(node, list):
            stack.extend(reversed(node))
    return "\n\n".join(piece for piece in pieces if piece) or value


def name_of(value: Any) -> Any:
    """Return the name that an object carries, or the members of a list in a row; a plain value as it is.

    Examples
    --------
    >>> name_of({"id": None, "name": "Nordsee-Kurier"}), name_of(["a", "b"]), name_of("c")
    ('Nordsee-Kurier', 'a, b', 'c')
    """
    if isinstance(value, dict):
        return next((value[key] for key in _NAMES if isinstance(value.get(key), (str, int))), None)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, (str, int)))
    return value
