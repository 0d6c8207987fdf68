"""Tables for reading: the columns that a reader looks at, with headings and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import MittellageError
from ..export.names import NAMED, Names
from ..export.report.units import unit_in_words
from ..framing.naming import indicator_name
from ..tables import NARRATOR
from .state import Explorer, Lang
from .terms import WORDED
from .words import name_of, say

if TYPE_CHECKING:
    import pandas as pd

LISTED: Final[Mapping[str, tuple[str, ...]]] = {
    "quotes": (
        "speaker_name", "speaker_country", "type", "text", "cue_text", "speaker_role", "addressee_text", "score",
    ),
    "mentions": ("text", "country", "form", "role", "voice", "sentence_id"),
    "stances": ("holder", "target", "sign", "kind", "hedged", "evidence", "voice", "score"),
    "markers": ("text", "kind", "voice", "sentence_id"),
    "actors": ("name", "kind", "country", "office", "n_mentions", "variants"),
    "framing": ("indicator", "unit", "value", "low", "high", "n"),
}  # fmt: skip
_HEADINGS: Final = {("quotes", "score"): "confidence", ("stances", "score"): "strength"}
_COUNTRIES: Final = frozenset({"country", "speaker_country", "target", "unit"})


def listing(explorer: Explorer, name: str, data: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give a table with headings and values in words, its rows in the order of the table.

    Parameters
    ----------
    explorer : Explorer
        Tables and language.
    name : str
        One of `LISTED`.
    data : pandas.DataFrame, optional
        Rows to list, by default those that the filters keep.

    Returns
    -------
    pandas.DataFrame
        One column for each that is worth reading; ``doc_id`` first where there are several documents.

    Raises
    ------
    MittellageError
        If the table has no listing.
    """
    import pandas as pd

    if name not in LISTED:
        raise MittellageError(f"There is no listing of {name!r}. Tables to read are: {', '.join(LISTED)}.")
    data, lang = explorer.table(name) if data is None else data, explorer.choice.lang
    if name in NAMED:
        data = Names(explorer.whole["actors"], lang).in_text(data, NAMED[name])
    columns: dict[str, list[Any]] = {}
    if len(explorer.texts) > 1:
        columns[say("facet.document", lang)] = data["doc_id"].tolist()
    for column in LISTED[name]:
        columns[say(f"col.{_HEADINGS.get((name, column), column)}", lang)] = [
            _cell(column, value, lang) for value in data[column]
        ]
    return pd.DataFrame(columns)


def _cell(column: str, value: Any, lang: Lang) -> Any:
    """Say a value in words; what is unknown stays an empty cell."""
    import pandas as pd

    if isinstance(value, (tuple, list)):
        pieces = (item[2] if column == "evidence" and len(item) == 4 else item for item in value)
        return " … ".join(str(piece) for piece in pieces)
    if pd.isna(value):
        return ""
    if column in _COUNTRIES:
        return unit_in_words(str(value), lang)
    if column in WORDED:
        return say(f"{WORDED[column]}.{value}", lang)
    if column == "indicator":
        return indicator_name(str(value), lang)
    if value == NARRATOR:
        return say("narrator", lang)
    if column == "holder":
        return name_of(str(value), lang)
    if column == "sign":
        return "+" if value > 0 else "−"
    if column == "sentence_id":
        return int(value) + 1  # readers count from 1
    if column == "hedged":
        return say("yes" if value else "no", lang)
    return round(float(value), 2) if isinstance(value, float) else value


def indicators(lang: Lang = "en") -> pd.DataFrame:
    """List every indicator of the table ``framing`` with its name, definition and scale.

    Parameters
    ----------
    lang : {"de", "en"}
        Language; limits are in English alone.

    Returns
    -------
    pandas.DataFrame
        ``indicator, name, dimension, definition, unit``, in English also ``limits``, then ``wording``, in the order of
        the registry.

    Examples
    --------
    >>> indicators("de").query("indicator == 'attention_share'")[["name", "unit"]].to_numpy().tolist()
    [['Anteil an den Nennungen', '0 bis 100 %']]
    """
    import pandas as pd

    from ..framing import INDICATORS
    from ..framing.naming import describe_indicator

    rows = []
    for indicator, each in INDICATORS.items():
        naming = describe_indicator(indicator, lang)
        row = {"indicator": indicator, "name": naming.name, "dimension": say(f"dimension.{each.dimension}", lang)}
        row |= {"definition": naming.explanation, "unit": naming.scale if lang == "de" else each.unit}
        rows.append(row | ({} if lang == "de" else {"limits": each.limits}) | {"wording": each.wording})
    return pd.DataFrame(rows)
