"""Mentions: every place where a text names a country, a region, its government or its leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language.view import View
from ..tables import NARRATOR, Mention, frame
from .context import Seen, choose, clear_countries, is_country
from .gazetteer import Gazetteer, load_gazetteer
from .leaders import is_head
from .matching import Match, matcher
from .people import find_leaders
from .person_names import marked
from .roles import form_of, role_of
from .surface import Reading

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc


def mention_rows(doc: Doc | View, *, gazetteer: Gazetteer | None = None) -> list[Mention]:
    """Find the mentions of a parsed document; the fast core of `find_mentions`."""
    view = View.of(doc)
    gazetteer = gazetteer or load_gazetteer()
    rows = _countries(view, gazetteer)
    rows = _with_leaders(view, rows, gazetteer)
    return [row._replace(mention_id=f"m{number}") for number, row in enumerate(rows, start=1)]


def _countries(view: View, gazetteer: Gazetteer) -> list[Mention]:
    matches = matcher(gazetteer).find(view.text)
    clear = clear_countries(matches)
    seen = Seen.of(view, matches)
    rows: list[Mention] = []
    for match in matches:
        token = view.token_at(match.start)
        if not view.counts(match.start):
            continue
        if not is_country(view, token, match, seen):
            continue
        readings = choose(match, clear)
        if readings:
            rows.append(_mention(view, token, match._replace(readings=tuple(readings)), rows))
    return rows


def _with_leaders(view: View, rows: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Put the names of heads of state and government and of ministers among the mentions."""
    countries = {row.country for row in rows}
    added: list[Mention] = []
    for hit, leader, term in find_leaders(view, gazetteer=gazetteer, countries=countries):
        if not is_head(term) or not view.counts(hit.start):
            continue
        row = Mention(
            view.doc_id,
            "",
            view.sentence[view.token_at(hit.start)],
            hit.start,
            hit.end,
            hit.text,
            term.country,
            "leader",
            leader.name,
            "actor",
            NARRATOR,
        )
        added.append(row)
    marks = marked(((row.start, row.end) for row in added), len(view.text))
    rows = [row for row in rows if not any(marks[row.start : row.end])]
    return sorted(rows + added, key=lambda row: row.start)


def _mention(view: View, token: int, match: Match, earlier: list[Mention]) -> Mention:
    form = form_of(view, token, match)
    role = role_of(view, token, match, form)
    reading = _read(match, form, role)
    country = reading.country
    if form == "institution" and earlier and 0 < match.start - earlier[-1].end <= 1 and earlier[-1].form == "adjective":
        # "die österreichische Bundesregierung"
        country = earlier[-1].country
    return Mention(
        view.doc_id,
        "",
        view.sentence[token],
        match.start,
        match.end,
        match.text,
        country,
        form,
        reading.entity,
        role,
        NARRATOR,
    )


def _read(match: Match, form: str, role: str) -> Reading:
    """Choose the reading of that form; Brüssel is the EU as a government and Belgium as a place."""
    same = [reading for reading in match.readings if reading.form == form] or list(match.readings)
    if form == "capital" and len(same) > 1 and not same[0].attribute:
        seats = [reading for reading in same if reading.seat == (role == "actor")]
        return (seats or same)[0]
    return same[0]


def find_mentions(doc: Doc, *, gazetteer: Gazetteer | None = None) -> pd.DataFrame:
    """Find every mention of a country, a region, its government or its leader.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed document. Tags, heads and entities sharpen the decisions; without them capital letters and
        neighbouring words decide.
    gazetteer : Gazetteer, optional
        What `load_gazetteer` gives for a user's own table; by default the package's.

    Returns
    -------
    pandas.DataFrame
        Table ``mentions``: one row per mention in text order; offsets in code points. ``voice`` is the narrator until
        the quotes are known.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("de")
    >>> _ = nlp.add_pipe("sentencizer")
    >>> find_mentions(nlp("Moskau warnt Kirgistans Regierung."))[["text", "country", "form", "role"]].values.tolist()
    [['Moskau', 'RU', 'capital', 'actor'], ['Kirgistans', 'KG', 'name', 'actor']]
    """
    return frame("mentions", mention_rows(doc, gazetteer=gazetteer))
