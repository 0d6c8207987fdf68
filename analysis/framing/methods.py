"""Write `docs/methods.md` from the registry: ``python -m analysis.framing.methods > docs/methods.md``."""

from __future__ import annotations

import sys
from typing import Final, get_args

from .measure import DIMENSIONS
from .registry import INDICATORS, Dimension, Indicator

_HEADINGS: Final[dict[Dimension, str]] = {
    "attention": "Attention: who is named how much",
    "nomination": "Nomination and predication: how actors are named",
    "agency": "Agency: who acts, who is acted on",
    "voice": "Voice: whose words are given",
    "relations": "Relations: who evaluates whom",
    "position": "Position and hedging: where the focus stands",
    "frames": "Frames and roles: under which aspect",
    "mitigation": "Mitigation and intensification",
}
_OPENING: Final = """# Methods

Every indicator of the table `framing`: what it says, how it is computed, where it comes from, and what it must
not be taken for. This page is written by `python -m analysis.framing.methods > docs/methods.md`; a test holds
it current.

**Units.** `RU` is a country or bloc, `US>RU` a directed dyad, `RU:security` an actor and a category. Countries
count for the perspective that was asked for: the focus as a whole and state by state, the poles, the European
Union, and every other country for itself.

**Unknown is not zero.** A value is null where the text gives no evidence: a country that is not named has no
activation ratio, a pair without stances has no sign. Zero means that there was evidence, and none of it of this
kind.

**n and interval.** `n` is the number of rows that the value rests on (words for rates per 100 words). The
interval covers the central 95 % of 1,000 draws of a Bayesian bootstrap over sentences (Rubin 1981): each
sentence gets a random weight with all that stands in it. Shares and mean signs also get pseudo-observations of
weight one half for each category (Muliere and Secchi 1996), so that three cases out of three do not pass for
certainty. Other statistics have no interval below three sentences with evidence. The interval speaks of the
sampling of sentences, not of errors made by the stages that found mentions, quotes and stances; those are
measured in the evaluation.

**Evidence.** `evidence` holds the ids of the rows that count: mentions `m1`, quotes `q1`, stances `t1`, markers
`k1`, and sentences by their bare number.

**Translated texts.** Indicators marked *wording* measure words that in a translated text are the translator's;
charts and reports say so beside them.

**Comparison of documents.** `compare` tests the difference of two groups of documents by permutation: it counts
how many ways of dealing the documents into the two groups give a difference at least as large (all ways up to
10,000, else a seeded sample), reports Cliff's delta as effect size, and names the smallest p that so few
documents can reach.
"""


def write_methods() -> str:
    """Give the whole page as Markdown."""
    parts = [_OPENING]
    for dimension in get_args(Dimension):
        parts.append(f"## {_HEADINGS[dimension]}\n")
        parts.extend(_entry(each) for each in INDICATORS.values() if each.dimension == dimension)
    return "\n".join(parts)


def _entry(each: Indicator) -> str:
    tags = [
        *(["*wording*"] if each.wording else []),
        *(["*depends on the order of sentences*"] if each.ordered else []),
    ]
    mark = f" ({', '.join(tags)})" if tags else ""
    lines = [
        f"### `{each.name}`{mark}\n",
        f"{each.definition}\n",
        f"- Formula: {each.formula}",
        f"- Unit: {each.unit}",
        f"- Limits: {each.limits}",
        *(f"- Source: {source}" for source in each.literature),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    assert DIMENSIONS  # noqa: S101 (their import fills the registry)
    sys.stdout.write(write_methods())
