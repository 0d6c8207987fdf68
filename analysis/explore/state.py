"""`Explorer`: what a reader has chosen to see, the tables that follow from it, and the way back.

The explorer knows no widget. It holds the tables of one document or of many, one immutable `Choice`, and
the choices before it; every view (text, chart, table, concordance) asks it what to show and is told when to
look again. So everything that a click does can be tested without a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ..errors import MittellageError
from ..framing import Perspective
from ..tables import ROWS, frame
from .filters import FACETS, options_of, select

if TYPE_CHECKING:
    import pandas as pd

    from ..walk import Analysis

Lang = Literal["de", "en"]
Layer = Literal["quotes", "mentions", "stances", "frames"]
LAYERS: Final[tuple[Layer, ...]] = ("quotes", "mentions", "stances", "frames")


class Key(NamedTuple):
    """Names one row of one document: ids such as ``m12`` or ``q3`` are unique only within a document."""

    doc_id: str
    row_id: str


class Option(NamedTuple):
    """A value that a filter offers, and on how many rows it stands."""

    value: str
    n: int


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Everything that a reader can choose. An empty filter keeps every row.

    Attributes
    ----------
    lang : {"de", "en"}
        Language of labels.
    document : str
        ``doc_id`` of the text on show.
    layers : tuple of str
        Layers of the text that are on, of `LAYERS`.
    countries : tuple of str
        Country codes: mentions of them, quotes from them, stances by or toward them.
    voices : tuple of str
        Names of speakers, or ``narrator``.
    types : tuple of str
        Types of quotes, forms of mentions, kinds of stances. A table whose types are not chosen from stays whole.
    segments : tuple of str
        Kinds of segments that rows stand in.
    word : str
        What the concordance looks for.
    evidence : tuple of Key
        Rows whose evidence is open.
    memos : tuple of (Key, str)
        The reader's own notes on rows, in the order of their keys.
    """

    lang: Lang = "de"
    document: str = ""
    layers: tuple[Layer, ...] = ("quotes", "mentions", "stances")
    countries: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    word: str = ""
    evidence: tuple[Key, ...] = ()
    memos: tuple[tuple[Key, str], ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether any filter hides rows."""
        return any(getattr(self, facet) for facet in FACETS)


class Explorer:
    """The tables of one or more documents, and what is chosen of them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the contract; one that is missing counts as empty.
    texts : mapping of str to str
        Text of each document by ``doc_id``.
    perspective : Perspective, optional
        Whose position between whom; it decides which countries share a colour.
    lang : {"de", "en"}
        Language to start in.

    Examples
    --------
    >>> from analysis import analyse
    >>> explorer = Explorer.of(analyse("Kasachstan kritisiert Russland. China schweigt."))
    >>> explorer.choose(countries=["RU"])
    >>> explorer.table("mentions")["text"].tolist()
    ['Russland']
    >>> explorer.undo()
    True
    >>> len(explorer.table("mentions"))
    3
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        texts: Mapping[str, str],
        *,
        perspective: Perspective | None = None,
        lang: Lang = "de",
    ) -> None:
        if not texts:
            raise MittellageError("There is no document to explore; pass at least one text with its tables.")
        self.whole: dict[str, pd.DataFrame] = {
            name: tables[name].reset_index(drop=True) if name in tables else frame(name) for name in ROWS
        }
        self.texts = dict(texts)
        self.perspective = perspective or Perspective()
        self.choice = Choice(lang=lang, document=next(iter(self.texts)))
        self._past: list[Choice] = []
        self._future: list[Choice] = []
        self._observers: list[Callable[[Choice, Choice], None]] = []
        self._selected: dict[str, pd.DataFrame] = {}
        self.places: dict[str, dict[str, list[tuple[int, int]]]] = {}

    @classmethod
    def of(cls, *results: Analysis, lang: Lang = "de") -> Explorer:
        """Explore the results of one or more analyses.

        Raises
        ------
        MittellageError
            If there is no result, or two documents share an id.
        """
        import pandas as pd

        texts = {result.document.doc_id: result.document.text for result in results}
        if len(texts) < len(results):
            raise MittellageError("Two documents have the same doc_id; give each its own, for example its file name.")
        parts: dict[str, list[pd.DataFrame]] = {
            name: [result.tables[name] for result in results if len(result.tables[name])] for name in ROWS
        }
        tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
        options = results[0].options if results else None
        translated = bool(results) and all(result.document.translated for result in results)
        perspective = Perspective(options.focus, options.poles, translated, options.seed) if options else None
        explorer = cls(tables, texts, perspective=perspective, lang=lang)
        made = [result.tables["corrections"] for result in results if "corrections" in result.tables]
        explorer.whole |= {"corrections": pd.concat(made, ignore_index=True)} if made else {}
        return explorer

    # --- choosing ---------------------------------------------------------------------------------------------

    def choose(self, **changes: Any) -> None:
        """Change the choice; every view that observes the explorer looks again.

        Parameters
        ----------
        **changes
            Fields of `Choice`. Filters take any iterable of values.

        Raises
        ------
        MittellageError
            If there is no such field, or no such value in the tables.
        """
        after = replace(self.choice, **self._checked(changes))
        if after == self.choice:
            return
        self._past.append(self.choice)
        self._future.clear()
        self._move(after)

    def undo(self) -> bool:
        """Take back the last change; False if there is none."""
        if not self._past:
            return False
        self._future.append(self.choice)
        self._move(self._past.pop())
        return True

    def redo(self) -> bool:
        """Make the change again that was taken back; False if there is none."""
        if not self._future:
            return False
        self._past.append(self.choice)
        self._move(self._future.pop())
        return True

    def reset(self) -> None:
        """Drop every filter and close the evidence; language, document and layers stay."""
        self.choose(**dict.fromkeys(FACETS, ()), word="", evidence=())

    def note(self, key: Key, memo: str) -> None:
        """Write a memo on a row; an empty memo takes it away."""
        memos = dict(self.choice.memos)
        memos.pop(Key(*key), None)
        if memo.strip():
            memos[Key(*key)] = memo.strip()
        self.choose(memos=sorted(memos.items()))

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._future)

    def observe(self, observer: Callable[[Choice, Choice], None]) -> Callable[[], None]:
        """Call ``observer(before, after)`` after every change.

        Returns
        -------
        callable
            Call it to observe no longer.
        """
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def _move(self, after: Choice) -> None:
        before, self.choice = self.choice, after
        self._selected.clear()
        for observer in tuple(self._observers):
            observer(before, after)

    def _checked(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        known = {field.name for field in fields(Choice)}
        for name in changes:
            if name not in known:
                raise MittellageError(f"There is nothing called {name!r} to choose, only {', '.join(sorted(known))}.")
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            if name in ("lang", "document", "word"):
                checked[name] = str(value)
            elif name == "evidence":
                checked[name] = tuple(dict.fromkeys(Key(*key) for key in value))
            elif name == "memos":
                checked[name] = tuple((Key(*key), str(memo)) for key, memo in value)
            else:
                checked[name] = tuple(dict.fromkeys([value] if isinstance(value, str) else value))
            self._refuse_unknown(name, checked[name])
        return checked

    def _refuse_unknown(self, name: str, value: Any) -> None:
        allowed: Iterable[str]
        if name in FACETS:
            allowed = [option.value for option in self.options[name]]
        elif name in ("word", "evidence", "memos"):
            return
        else:
            allowed = {"lang": ("de", "en"), "layers": LAYERS, "document": tuple(self.texts)}[name]
        wrong = [each for each in ([value] if isinstance(value, str) else value) if each not in allowed]
        if wrong:
            raise MittellageError(
                f"{name} has no value {wrong[0]!r} in these tables. Values: {', '.join(sorted(allowed)) or 'none'}."
            )

    # --- what follows from the choice -------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """Text of the document on show."""
        return self.texts[self.choice.document]

    @cached_property
    def options(self) -> Mapping[str, Sequence[Option]]:
        """What each filter offers, most frequent first."""
        return {facet: [Option(value, n) for value, n in counts] for facet, counts in options_of(self.whole).items()}

    def table(self, name: str) -> pd.DataFrame:
        """Give the rows of a table that the filters keep, with the index that they have in `whole`."""
        if name not in self.whole:
            raise MittellageError(f"There is no table {name!r}. Tables are: {', '.join(self.whole)}.")
        if name not in self._selected:
            chosen = {facet: getattr(self.choice, facet) for facet in FACETS}
            self._selected[name] = select(self.whole, name, chosen)
        return self._selected[name]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table as the filters keep it."""
        return {name: self.table(name) for name in self.whole}

    def of_document(self, name: str) -> pd.DataFrame:
        """Give the rows of a table that the filters keep, of the document on show alone."""
        data = self.table(name)
        return data if len(self.texts) == 1 else data[data["doc_id"] == self.choice.document]
