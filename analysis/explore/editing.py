"""What can be edited at a row of evidence: the fields of its form, and the values that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .. import tables as contract
from ..corrections.who import states_by_name
from ..legible import legible_line
from ..tables import NARRATOR
from .words import name_of, say

if TYPE_CHECKING:
    from .state import Explorer, Lang

# The columns that a reader can judge by reading; all that `Analysis.correct` takes are in `corrections.fields`.
EDITED: Final[Mapping[str, tuple[str, ...]]] = {
    "stances": ("holder", "target", "sign", "kind", "hedged"),
    "quotes": ("speaker_name", "speaker_country", "type"),
    "mentions": ("country", "form", "role"),
    "markers": ("kind",),
}
_COUNTRIES: Final = frozenset({"target", "speaker_country", "country"})
_NAMES: Final = frozenset({"holder", "speaker_name"})
# A longer name is no name, and no chart could show it.
MOST_NAME: Final = 200


class Field(NamedTuple):
    """A field of a form.

    Attributes
    ----------
    column : str
        Column that it sets.
    label, value : str
        As shown; an empty value stands for an unknown one.
    choices : tuple of (str, str)
        Values and their labels; none where the field is free, or where `among` names a list.
    among : {"countries", "names", ""}
        List of `lists` that the value is one of (``countries``) or may be one of (``names``).
    """

    column: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    among: str = ""


def fields_of(table: str, row: Mapping[str, Any], lang: Lang) -> list[Field]:
    """Return the fields of a row's form; none where its table cannot be edited.

    Examples
    --------
    >>> [field.value for field in fields_of("mentions", {"country": "KZ", "form": "name", "role": "actor"}, "de")]
    ['KZ', 'name', 'actor']
    """
    described = {column.name: column for column in contract.describe(table)} if table in EDITED else {}
    found = []
    for column in EDITED.get(table, ()):
        label, value = say(f"col.{column}", lang), row[column]
        if column in _COUNTRIES:
            found.append(Field(column, label, _text(value), among="countries"))
        elif column in _NAMES:
            found.append(Field(column, label, name_in(value, lang), among="names"))
        elif column == "sign":
            signs = (("1", say("style.plus", lang)), ("-1", say("style.minus", lang)))
            found.append(Field(column, label, str(int(value)), signs))
        elif column == "hedged":
            answers = (("yes", say("yes", lang)), ("no", say("no", lang)))
            found.append(Field(column, label, "yes" if value else "no", answers))
        else:
            allowed = described[column].allowed
            found.append(Field(column, label, _text(value), tuple((v, value_label(column, v, lang)) for v in allowed)))
    return found


def value_label(column: str, value: str, lang: Lang) -> str:
    """Return the label of a value of a column.

    Examples
    --------
    >>> value_label("kind", "conduct", "de"), value_label("country", "KG", "en")
    ('Urteil über Verhalten', 'Kyrgyzstan')
    """
    if column in _COUNTRIES:
        return name_of(value, lang) if value else say("evidence.open_value", lang)
    if column in _NAMES:
        return name_in(value, lang) or say("open" if column == "holder" else "unnamed", lang)
    if column == "sign":
        return say("style.plus" if value == "1" else "style.minus", lang)
    if column == "hedged":
        return say("yes" if value in ("true", "yes") else "no", lang)
    return say(f"{column}.{value}", lang)


def lists(explorer: Explorer, doc_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the values that fields choose from, with their labels.

    Returns
    -------
    dict of str to list of (str, str)
        ``countries``: codes, those first that the documents name, most frequent first. ``names``: who may hold a
        stance or speak: the narrator, actors of the documents, states.
    """
    from ..actors import country_codes

    lang, own = explorer.choice.lang, list(doc_ids)
    mentions, actors = explorer.whole["mentions"], explorer.whole["actors"]
    counted = mentions.loc[mentions["doc_id"].isin(own), "country"].dropna().value_counts()
    named = [str(code) for code in sorted(counted.index, key=lambda code: (-counted[code], code))]
    rest = sorted(country_codes() - set(named), key=lambda code: name_of(code, lang))
    countries = [(code, name_of(code, lang)) for code in (*named, *rest)]
    people = dict.fromkeys(name_in(name, lang) for name in actors.loc[actors["doc_id"].isin(own), "name"].dropna())
    names = dict.fromkeys([say("narrator", lang), *people, *(name for _, name in countries)])
    return {"countries": countries, "names": [(name, name) for name in names]}


def values_of(table: str, row: Mapping[str, Any], given: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return the values of a form that differ from the row, as `Analysis.correct` takes them.

    Parameters
    ----------
    table : str
        Table of the row.
    row : mapping
        The row as it is.
    given : mapping of str to str
        What the form holds, by column; columns that no form has are left out.
    lang : {"de", "en"}
        Language of the form.
    """
    before = {field.column: field.value for field in fields_of(table, row, lang)}
    changed = {column: str(given[column]).strip() for column in before if column in given}
    return {column: _meant(column, value, lang) for column, value in changed.items() if value != before[column]}


def _meant(column: str, value: str, lang: Lang) -> Any:
    if column == "hedged":
        return value == "yes"
    if column in _NAMES:
        if value == say("narrator", lang):
            return NARRATOR
        return _code_of(value, lang) or legible_line(value)[:MOST_NAME].strip() or None
    return value or None


def _code_of(name: str, lang: Lang) -> str | None:
    from ..actors import country_codes

    return next((code for code in sorted(country_codes()) if name_of(code, lang) == name), None)


def name_in(value: Any, lang: Lang) -> str:
    """Return the name of a holder or a speaker in a language; tables name states in German.

    Examples
    --------
    >>> name_in("Kasachstan", "en"), name_in("Tokajew", "en"), name_in("narrator", "de"), name_in(None, "de")
    ('Kazakhstan', 'Tokajew', 'Artikel', '')
    """
    text = _text(value)
    return (
        say("narrator", lang) if text == NARRATOR else name_of(states_by_name().get(text, text), lang) if text else ""
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
