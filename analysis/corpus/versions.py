"""Versions: which findings survive when a text is translated by somebody else, or edited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ..charts.source import perspective_for
from ..charts.style import label_in_text
from ..framing.findings import Finding, findings
from ..tables import NARRATOR, each
from .edits import edge

if TYPE_CHECKING:
    import pandas as pd

    from ..pipeline import Analysis

What = Literal["finding", "indicator", "stance", "speaker", "country"]
_NUMBER: Final = re.compile(r"[+−-]?\d+(?:[.,]\d+)?")
_COUNTED: Final = ("stance", "speaker", "country")


class Compared(NamedTuple):
    """A finding in two versions of a text.

    Attributes
    ----------
    what : str
        What sort of finding.
    item : str
        Which one.
    a, b : str or None
        What each version says; null where it says nothing.
    survives : bool
        Whether the second version says the same.
    """

    what: What
    item: str
    a: str | None
    b: str | None
    survives: bool


def compare_versions(a: Analysis, b: Analysis, *, lang: Literal["de", "en"] = "de") -> pd.DataFrame:
    """Return which findings of one version of a text are findings of another one.

    Parameters
    ----------
    a, b : Analysis
        Results of two versions, such as two translations of one article, analysed with the same options.
    lang : {"de", "en"}
        Language of the findings.

    Returns
    -------
    pandas.DataFrame
        ``what, item, a, b, survives``. A ``finding`` is a sentence of the report; it survives where the other version
        has the same sentence, numbers aside, about the same countries in the same order. An ``indicator`` survives
        where each value lies in the other's 95 % interval; known values alone are listed. A ``stance`` (holder, target
        and sign), a ``speaker`` and a ``country`` survive where both versions have them; ``a`` and ``b`` say how often.

    See Also
    --------
    describe_edits : what was changed in the words, where both versions are of one language and mostly the same.

    Examples
    --------
    >>> from analysis import analyse
    >>> a, b = analyse("Kasachstan kritisiert Russland."), analyse("Kasachstan wirft Russland Versagen vor.")
    >>> compared = compare_versions(a, b)
    >>> compared.query("what == 'stance'")[["item", "survives"]].to_numpy().tolist()
    [['KZ > RU −', True]]
    """
    import pandas as pd

    rows = [*_findings(a, b, lang), *_indicators(a, b), *_counted(a, b)]
    table = pd.DataFrame(rows, columns=list(Compared._fields))
    return table.astype({name: "boolean" if name == "survives" else "string" for name in Compared._fields})


def _findings(a: Analysis, b: Analysis, lang: Literal["de", "en"]) -> Iterator[Compared]:
    one, other = ({_item(each): each.text for each in _said(result, lang)} for result in (a, b))
    for item in dict.fromkeys([*one, *other]):
        before, after = one.get(item), other.get(item)
        same = before is not None and after is not None and _bare(before) == _bare(after)
        yield Compared("finding", item, before, after, same)


def _said(result: Analysis, lang: Literal["de", "en"]) -> list[Finding]:
    perspective = perspective_for(result.document, result.options)
    return findings(result.framing, perspective=perspective, lang=lang, name=lambda code: label_in_text(code, lang))


def _item(finding: Finding) -> str:
    """Return what a finding is about; of a ranking the countries alone, since their order is what it finds."""
    return f"{finding.indicator} {' '.join(sorted(finding.units))}".strip()


def _bare(text: str) -> str:
    return _NUMBER.sub("#", text)


def _indicators(a: Analysis, b: Analysis) -> Iterator[Compared]:
    one, other = _known(a), _known(b)
    for key in dict.fromkeys([*one, *other]):
        before, after = one.get(key), other.get(key)
        same = before is not None and after is not None and _holds(before, after) and _holds(after, before)
        yield Compared("indicator", " ".join(key), _value(before), _value(after), same)


def _known(result: Analysis) -> dict[tuple[str, str], Any]:
    known = result.framing.dropna(subset=["value"])
    return {(str(row.indicator), str(row.unit)): row for row in each(known)}


def _holds(row: Any, other: Any) -> bool:
    """Return whether the interval of a value holds another value; without an interval the values have to be equal."""
    if row.low is None or row.high is None:
        return bool(row.value == other.value)
    return bool(row.low <= other.value <= row.high)


def _value(row: Any) -> str | None:
    if row is None:
        return None
    interval = "" if row.low is None or row.high is None else f" ({row.low:.3g} … {row.high:.3g})"
    return f"{row.value:.3g}{interval}; n = {row.n}"


def _counted(a: Analysis, b: Analysis) -> Iterator[Compared]:
    one, other = _counts(a), _counts(b)
    for what in _COUNTED:
        items = sorted({*one[what], *other[what]}, key=lambda item: (-one[what][item] - other[what][item], item))
        for item in items:
            n, m = one[what][item], other[what][item]
            yield Compared(what, item, str(n) if n else None, str(m) if m else None, n > 0 and m > 0)


def _counts(result: Analysis) -> Mapping[str, Counter[str]]:
    rows = result.rows
    speakers = (quote.speaker_name or quote.speaker_text for quote in rows["quotes"] if quote.parent_id is None)
    return {
        "stance": Counter(edge(stance) for stance in rows["stances"]),
        "speaker": Counter(name for name in speakers if name and name != NARRATOR),
        "country": Counter(mention.country for mention in rows["mentions"] if mention.role != "language"),
    }
