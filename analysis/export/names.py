"""Names for readers: tables hold one form for all texts; a page shows that of the text, and states as charts do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ..charts import Lang, label
from ..legible import legible_line
from ..tables import each

if TYPE_CHECKING:
    import pandas as pd


# Columns that hold names.
NAMED: Final = {"quotes": "speaker_name", "stances": "holder", "actors": "name"}


class Names:
    """The names in one or more documents that readers are shown otherwise than the tables have them.

    People are spelled as in their text; states are called as in charts, in the language of the labels.

    Parameters
    ----------
    actors : pandas.DataFrame
        The table ``actors``.
    lang : {"de", "en"}
        Language of the names of states.
    """

    def __init__(self, actors: pd.DataFrame, lang: Lang = "de") -> None:
        self._shown: dict[tuple[str, str], str] = {}
        for actor in each(actors):
            name = shown = str(actor.name)
            if actor.kind == "person":
                shown = spelled_in_text(name, [str(variant) for variant in actor.variants])
            elif actor.kind == "state" and isinstance(actor.country, str):
                shown = label(actor.country, lang)
            if shown != name:
                self._shown[str(actor.doc_id), name] = shown

    def shown(self, doc_id: Any, name: Any) -> str:
        """Return a name as its text spells it; all others stay as they are."""
        return self._shown.get((str(doc_id), str(name)), str(name))

    def anywhere(self, name: str) -> str:
        """Return a name as the texts spell it where all of them agree, else as it stands in the tables."""
        found = {shown for (_, known), shown in self._shown.items() if known == name}
        return found.pop() if len(found) == 1 else name

    def canonical(self) -> dict[str, str]:
        """Return the form in the tables of each name that is shown in another."""
        return {shown: name for (_, name), shown in self._shown.items()}

    def in_text(self, data: pd.DataFrame, column: str) -> pd.DataFrame:
        """Return a table in which a column of names is spelled as in the texts."""
        if not self._shown or not len(data):
            return data
        names = zip(data["doc_id"], data[column], strict=True)
        return data.assign(**{column: [self.shown(*pair) if isinstance(pair[1], str) else pair[1] for pair in names]})


def spelled_in_text(name: str, variants: Iterable[str]) -> str:
    """Return the form of a person's name that a text uses.

    Parameters
    ----------
    name : str
        Form in the tables.
    variants : iterable of str
        Forms in the text.

    Returns
    -------
    str
        The form in the tables where the text spells it so, in whole or in part; else the longest form in the text.

    Examples
    --------
    >>> spelled_in_text("Sadyr Schaparow", ["Sadyr Dschaparow", "Dschaparows"])
    'Sadyr Dschaparow'
    >>> spelled_in_text("Wladimir Putin", ["Putin", "Putins"])
    'Wladimir Putin'
    """
    forms = [" ".join(variant.split()) for variant in variants if variant.strip()]
    parts = set(name.split())
    spelled = [set(word.split()) for form in forms for word in (form, form.removesuffix("s"))]
    if not forms or any(words <= parts or name.split()[-1] in words for words in spelled):
        return name
    # „Dschaparows“ is the genitive of a form that the text has as well.
    nominative = [form for form in forms if form.removesuffix("s") not in forms or form == form.removesuffix("s")]
    return legible_line(max(nominative or forms, key=len))
