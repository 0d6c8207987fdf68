"""WISO/GENIOS: export (data below the text) and print view (outlet and day above it)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..article import Article
from .lines import cut_foot, day_of, is_data, is_known, is_role, left_out, match, split_label
from .nexis import split_after, with_title


def read_articles(paragraphs: Sequence[str]) -> Iterator[Article]:
    """Return every text of an export."""
    for part in split_after(list(join_labels(paragraphs)), "genios", sign="source"):
        yield _read(part)


def join_labels(paragraphs: Sequence[str]) -> Iterator[str]:
    """Return the lines, labels joined with the values below them: in a table "Quelle:" has a cell of its own."""
    label = ""
    for line in paragraphs:
        parts = split_label(line)
        if label and parts is None:
            yield f"{label} {line}"
            label = ""
            continue
        if label:
            yield label
        label = ""
        bare = parts is not None and not parts[1]
        if bare and (is_known(line, "genios") or line.casefold().startswith(("quelle", "alle rechte"))):
            label = line
        else:
            yield line
    if label:
        yield label


def _read(part: Sequence[str]) -> Article:
    """Read one text: outlet and day above or under "Quelle:", title, text, labelled data below."""
    source = next((found for line in part if (found := match(line, "genios", "source"))), None)
    lines = [line for line in part if not is_role(line, "genios", "skip")]
    foot = cut_foot(lines, "genios")
    body = list(foot.text)
    above = next((index for index, line in enumerate(body[:4]) if match(line, "genios", "headline")), None)
    said_above = body.pop(above) if above is not None and len(body[above].split()) <= 20 else ""
    head = 0
    while head < len(body) - 1 and (is_known(body[head], "genios") or is_data(body[head], below=True)):
        head += 1
    unknown = [line for line in body[:head] if not is_known(line, "genios")]
    body = body[head:]
    said = source["text"] if source else said_above
    named = match(said, "genios", "headline")
    outlet = named["text"].strip() if named else said or None
    title = body[0] if body else None
    return Article(
        text=with_title(title, body[1:]),
        title=title,
        date=day_of(said),
        outlet=outlet,
        remarks=(*left_out(unknown, where="head"), *left_out(foot.unknown)),
    )
