"""`Explorer`: what a reader has chosen to see, the tables that follow from it, and the way back.

The explorer knows no widget. It holds the tables of one document or of many, one immutable `Choice`, and
the choices before it; every view (text, chart, table, concordance) asks it what to show and is told when to
look again. So everything that a click does can be tested without a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ..charts.source import counted_mentions
from ..errors import MittellageError
from ..framing import Perspective
from ..legible import legible_line, storable
from ..pipeline import Options
from ..tables import BY_HAND, ROWS, frame
from .choice import LAYERS, VIEWS, Choice, Key, Lang, Layer, View
from .filters import FACETS, Facets, Option

if TYPE_CHECKING:
    import pandas as pd

    from ..charts import Source
    from ..pipeline import Analysis

# So many corrections can be taken back one by one; each keeps tables of its own.
_MOST_REVISIONS: Final = 50

__all__ = ["LAYERS", "VIEWS", "Choice", "Explorer", "Key", "Lang", "Layer", "View"]


class Explorer:
    """The tables of one or more documents, and what is chosen of them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the contract; one that is missing counts as empty.
    texts : mapping of str to str
        Text of each document by ``doc_id``.
    made_with : Options, optional
        What the tables were made with: whose position between whom, who read the stances, the user's own lists.
    translated : bool
        Whether a translator chose the words of all texts.
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
        made_with: Options | None = None,
        translated: bool = False,
        lang: Lang = "de",
    ) -> None:
        if not texts:
            raise MittellageError("There is no document to explore; pass at least one text with its tables.")
        self.whole: dict[str, pd.DataFrame] = {
            name: tables[name].reset_index(drop=True) if name in tables else frame(name)
            for name in (*ROWS, *(name for name in BY_HAND if name in tables))
        }
        self.texts = dict(texts)
        self.made_with = own = made_with or Options()
        self.perspective = Perspective(own.focus, own.poles, translated, own.seed)
        self.choice = Choice(lang=lang, document=next(iter(self.texts)))
        self._past: list[Choice] = []
        self._future: list[Choice] = []
        self._observers: list[Callable[[Choice, Choice], None]] = []
        self._jumps: list[Callable[[Key], None]] = []
        self._selected: dict[str, pd.DataFrame] = {}
        self._revisions = {0: self.whole}
        self._facets = Facets(self.whole)
        self.came_from: View | None = None
        self._saved: Any = None
        self.opener: object = None
        self.sources: dict[Hashable, Source] = {}
        self.places: dict[str, dict[str, list[tuple[int, int]]]] = {}
        self.tokens: dict[str, Sequence[Any]] = {}

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
            name: [data for result in results if (data := result.tables.get(name)) is not None and len(data)]
            for name in (*ROWS, *BY_HAND)
        }
        tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
        made_with = results[0].options if results else None
        translated = bool(results) and all(result.document.translated for result in results)
        return cls(tables, texts, made_with=made_with, translated=translated, lang=lang)

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
        self._move(self._beside(self._past.pop()))
        return True

    def redo(self) -> bool:
        """Make the change again that was taken back; False if there is none."""
        if not self._future:
            return False
        self._past.append(self.choice)
        self._move(self._beside(self._future.pop()))
        return True

    def _beside(self, choice: Choice) -> Choice:
        """Return a choice with what is no step: the view in front, and who corrects."""
        return replace(choice, view=self.choice.view, coder=self.choice.coder)

    def reset(self) -> None:
        """Drop every filter and close the evidence; language, document and layers stay."""
        self.choose(**dict.fromkeys(FACETS, ()), word="", evidence=())

    def note(self, key: Key, memo: str) -> None:
        """Write a memo on a row; an empty memo takes it away."""
        memos = dict(self.choice.memos)
        memos.pop(Key(*key), None)
        if memo.strip():
            memos[Key(*key)] = storable(memo.strip())
        self.choose(memos=sorted(memos.items()))

    def sign(self, coder: str) -> None:
        """Name who corrects rows from now on."""
        name = legible_line(coder)
        if name != self.choice.coder:
            self._move(replace(self.choice, coder=name))

    def revise(self, tables: Mapping[str, pd.DataFrame], *, evidence: Iterable[Key] = ()) -> None:
        """Show other rows, as a correction has made them; it is a step that can be taken back.

        Parameters
        ----------
        tables : mapping of str to pandas.DataFrame
            Tables that differ from those on show; an empty table of corrections is left out.
        evidence : iterable of Key
            Rows whose evidence is open then. Values of filters that no row has any more are dropped.
        """
        revised = {**self.whole, **{name: data.reset_index(drop=True) for name, data in tables.items()}}
        whole = {name: data for name, data in revised.items() if name in ROWS or len(data)}
        revision = max(self._revisions) + 1
        # Those that were undone cannot be reached any more, and must not push out those that can.
        reached = dict.fromkeys(choice.revision for choice in (*self._past, self.choice))
        kept = [*reached][1 - _MOST_REVISIONS :]
        self._revisions = {number: self._revisions[number] for number in kept} | {revision: whole}
        offered = {facet: {option.value for option in some} for facet, some in Facets(whole).options().items()}
        left: dict[str, Any] = {
            facet: tuple(value for value in getattr(self.choice, facet) if value in offered[facet]) for facet in FACETS
        }
        keys = tuple(dict.fromkeys(Key(*key) for key in evidence))
        after = replace(self.choice, revision=revision, evidence=keys, **left)
        self._past = [choice for choice in (*self._past, self.choice) if choice.revision in self._revisions]
        self._future.clear()
        self._move(after)

    def open(self, keys: Iterable[Key], *, by: object = None) -> None:
        """Open the evidence of rows; `opener` tells which view asked, so that it can show it beside itself."""
        self.opener = by
        self.choose(evidence=keys)

    def look(self, view: View) -> None:
        """Bring a view to the front."""
        self._checked({"view": view})
        self.came_from = None
        if view != self.choice.view:
            self._move(replace(self.choice, view=view))

    def jump(self, key: Key) -> None:
        """Show the place of a row in its text; `came_from` names the view to go back to."""
        came_from = self.choice.view
        self.choose(document=Key(*key).doc_id)
        self.look("text")
        self.came_from = None if came_from == "text" else came_from
        for observer in tuple(self._jumps):
            observer(Key(*key))

    def observe_jumps(self, observer: Callable[[Key], None]) -> None:
        """Call ``observer(key)`` whenever the place of a row is to be shown."""
        self._jumps.append(observer)

    @property
    def unsaved(self) -> bool:
        """Whether the analysis, or what the reader has written since, is in no project."""
        return bool(self._saved != (self.choice.memos, self.choice.revision))

    def mark_saved(self) -> None:
        """Take note that a project holds everything."""
        self._saved = (self.choice.memos, self.choice.revision)
        self._move(self.choice)

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
        if before.revision != after.revision:
            self.whole = self._revisions[after.revision]
            self._facets = Facets(self.whole)
            self.__dict__.pop("options", None)
            self.sources.clear()
            self.places.clear()
        for observer in tuple(self._observers):
            observer(before, after)

    def _checked(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        known = {field.name for field in fields(Choice)} - {"coder", "revision"}
        for name in changes:
            if name not in known:
                raise MittellageError(f"There is nothing called {name!r} to choose, only {', '.join(sorted(known))}.")
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            if name in ("lang", "document", "word", "view"):
                checked[name] = str(value)
            elif name == "evidence":
                checked[name] = tuple(dict.fromkeys(Key(*key) for key in value))
            elif name == "memos":
                checked[name] = tuple((Key(*key), str(said)) for key, said in value)
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
            allowed = {"lang": ("de", "en"), "layers": LAYERS, "document": tuple(self.texts), "view": VIEWS}[name]
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
        return self._facets.options()

    def recount(self) -> Mapping[str, Sequence[Option]]:
        """Return what each filter offers, counted under the other filters."""
        return self._facets.options(self._chosen())

    def _chosen(self) -> dict[str, Sequence[str]]:
        return {facet: getattr(self.choice, facet) for facet in FACETS}

    def table(self, name: str) -> pd.DataFrame:
        """Give the rows of a table that the filters keep, with the index that they have in `whole`."""
        if name not in self.whole:
            raise MittellageError(f"There is no table {name!r}. Tables are: {', '.join(self.whole)}.")
        if name not in self._selected:
            self._selected[name] = self._facets.select(name, self._chosen())
        return self._selected[name]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table as the filters keep it."""
        return {name: self.table(name) for name in self.whole}

    def count(self, name: str) -> int:
        """Return how many rows of a table the filters keep and every view counts."""
        data = self.table(name)
        return len(counted_mentions(data)) if name == "mentions" else len(data)

    def of_document(self, name: str) -> pd.DataFrame:
        """Give the rows of a table that the filters keep, of the document on show alone."""
        data = self.table(name)
        return data if len(self.texts) == 1 else data[data["doc_id"] == self.choice.document]
