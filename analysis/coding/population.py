"""The population that a sample is drawn from: every unit that could be coded, whatever the analysis found in it.

A stance or a mention that the analysis has missed stands in no table. So the units are not rows of those tables but
places where such a row could stand: for stance a sentence with a state that is named in it or in the two sentences
before, for mentions a sentence with each state that is asked for, for quotes a sentence. Which units there are does not
depend on what was found in them, and the label of the analysis is "none" in most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import CodingError
from ..tables import CENTRAL_ASIA, UNCOUNTED, UNSPOKEN
from .codebook import UNITS, Unit
from .sources import Source, read_batches

if TYPE_CHECKING:
    import pandas as pd

    from .sources import Tables

NONE: Final = "none"
TARGETS: Final = (*CENTRAL_ASIA, "RU", "CN", "US")
# The evaluated state is named in the sentence (77 %) or at most two before (17 %) in coded news.
REACH: Final = 2
# Of several mentions of a state in a sentence the first of these counts.
_ROLES: Final = ("actor", "origin", "place", "language")
_KEYS: Final = ["doc_id", "sentence_id"]
COLUMNS: Final = ("doc_id", "sentence_id", "start", "end", "target", "label")


def read_population(source: Source, unit: Unit, *, targets: Iterable[str] | None = None) -> pd.DataFrame:
    """Return every unit of a source that could be coded, in the order of documents and places.

    Parameters
    ----------
    source : str, path, Corpus, Analysis or iterable of Analysis
        A store, a folder of results, or results in memory.
    unit : {"stance", "quote", "mention", "sentence"}
        What is coded.
    targets : iterable of str, optional
        Country codes; by default for stance all states that are named, for mentions Central Asia, RU, CN and US.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, sentence_id, start, end`` (of the sentence), ``target`` (or missing), ``label`` (what the analysis
        found), ``segment`` (kind), ``outlet, date, language, translated``.

    Raises
    ------
    CodingError
        If there is no such unit, or nothing to code.
    """
    import pandas as pd

    if unit not in UNITS:
        raise CodingError(f"There is no unit {unit!r}; units are {', '.join(UNITS)}.")
    wanted = None if targets is None else tuple(dict.fromkeys(targets))
    found = [units_of(batch, unit, targets=wanted) for batch in read_batches(source)]
    found = [item for item in found if len(item)]
    if not found:
        raise CodingError(f"There is nothing to code: the source holds no unit of {unit}.")
    data = pd.concat(found, ignore_index=True)
    return data.sort_values(["doc_id", "start", "target"], kind="stable", ignore_index=True)


def units_of(batch: Tables, unit: Unit, *, targets: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the units of some documents; see `read_population`."""
    unspoken = UNSPOKEN if unit in ("stance", "quote") else UNCOUNTED
    sentences = batch["sentences"].merge(batch["segments"], on=["doc_id", "segment_id"], how="left")
    sentences = sentences.loc[~sentences["kind"].isin(list(unspoken))]
    sentences = sentences[[*_KEYS, "start", "end", "kind"]].rename(columns={"kind": "segment"})
    data = _MAKERS[unit](batch, sentences, targets)
    return data[[*COLUMNS, "segment"]].merge(batch["documents"], on="doc_id", how="left")


def _stances(batch: Tables, sentences: pd.DataFrame, targets: Sequence[str] | None) -> pd.DataFrame:
    import pandas as pd

    mentions = batch["mentions"]
    named = mentions.loc[(mentions["role"] != "language") & (mentions["country"].str.len() == 2)]
    if targets is not None:
        named = named.loc[named["country"].isin(targets)]
    named = named[[*_KEYS, "country"]].drop_duplicates()
    reached = pd.concat(
        [named.assign(sentence_id=named["sentence_id"] + shift) for shift in range(REACH + 1)]
    ).drop_duplicates()
    cells = sentences.merge(reached.rename(columns={"country": "target"}), on=_KEYS)
    stances = batch["stances"]
    signs = stances.groupby([*_KEYS, "target"], as_index=False)["sign"].agg(["min", "max"])
    signs["label"] = "mixed"
    signs.loc[signs["min"] > 0, "label"] = "positive"
    signs.loc[signs["max"] < 0, "label"] = "negative"
    cells = cells.merge(signs[[*_KEYS, "target", "label"]], on=[*_KEYS, "target"], how="left")
    return cells.assign(label=cells["label"].fillna(NONE))


def _mentions(batch: Tables, sentences: pd.DataFrame, targets: Sequence[str] | None) -> pd.DataFrame:
    import pandas as pd

    cells = sentences.merge(pd.DataFrame({"target": pd.array(targets or TARGETS, dtype="string")}), how="cross")
    rank = {role: place for place, role in enumerate(_ROLES)}
    mentions = batch["mentions"].assign(rank=batch["mentions"]["role"].map(rank).astype("Int64"))
    first = mentions.sort_values("rank").drop_duplicates([*_KEYS, "country"])
    first = first[[*_KEYS, "country", "role"]].rename(columns={"country": "target", "role": "label"})
    cells = cells.merge(first, on=[*_KEYS, "target"], how="left")
    return cells.assign(label=cells["label"].fillna(NONE))


def _quotes(batch: Tables, sentences: pd.DataFrame, targets: Sequence[str] | None) -> pd.DataFrame:
    quotes = batch["quotes"]
    quotes = quotes.loc[quotes["parent_id"].isna()].rename(columns={"start": "from", "end": "to"})
    pairs = sentences.merge(quotes, on="doc_id")
    pairs = pairs.loc[(pairs["from"] < pairs["end"]) & (pairs["to"] > pairs["start"])]
    first = pairs.sort_values("from", kind="stable").drop_duplicates(_KEYS)
    first = first.assign(label=first["speaker_country"].fillna("unknown"))[[*_KEYS, "label"]]
    data = sentences.merge(first, on=_KEYS, how="left")
    return _untargeted(data.assign(label=data["label"].fillna(NONE)))


def _sentences(batch: Tables, sentences: pd.DataFrame, targets: Sequence[str] | None) -> pd.DataFrame:
    spoken = _quotes(batch, sentences, None)
    quoted = spoken["label"] != NONE
    evaluated = batch["stances"][_KEYS].drop_duplicates().assign(evaluates=True)
    evaluates = spoken.merge(evaluated, on=_KEYS, how="left")["evaluates"].fillna(False).astype(bool).to_numpy()
    label = spoken["label"].where(quoted, NONE)
    label = (
        label.mask(quoted & ~evaluates, "quote").mask(~quoted & evaluates, "stance").mask(quoted & evaluates, "both")
    )
    return spoken.assign(label=label)


def _untargeted(data: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return data.assign(target=pd.array([None] * len(data), dtype="string"))


_MAKERS: Final[Mapping[str, Callable[[Tables, pd.DataFrame, Sequence[str] | None], pd.DataFrame]]] = {
    "stance": _stances,
    "mention": _mentions,
    "quote": _quotes,
    "sentence": _sentences,
}

PERIODS: Final = {"year": "Y", "quarter": "Q", "month": "M", "week": "W"}


def column_of(population: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return a column by which units are stratified or grouped, as text; what is missing is "–".

    Parameters
    ----------
    population : pandas.DataFrame
        From `read_population`.
    name : str
        One of its columns, a period (year, quarter, month, week), or ``sign`` or ``speaker`` for the label.

    Raises
    ------
    CodingError
        If there is no such column.
    """
    name = {"sign": "label", "speaker": "label", "role": "label"}.get(name, name)
    if name in PERIODS:
        period: pd.Series[Any] = population["date"].dt.to_period(PERIODS[name]).astype("string")
        return period.mask(population["date"].isna(), "–")
    if name not in population or name in ("sentence_id", "start", "end"):
        known = [str(column) for column in population if column not in ("sentence_id", "start", "end")]
        raise CodingError(f"Units have no column {name!r}; columns are {', '.join([*known, *PERIODS])}.")
    return population[name].astype("string").fillna("–")
