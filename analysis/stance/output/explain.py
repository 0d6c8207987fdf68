"""Why an edge stands: its holder, target, sign, rule and the words that carry it, as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from ...legible import legible
from ...tables import NARRATOR, Stance

_SIGNS: Final = {1: "+", -1: "−"}
_KINDS: Final = {"speech": "Äußerung", "act": "Handlung", "relation": "Beziehung", "conduct": "Verhalten"}
_MARGIN: Final = 160
_STYLES: Final = {
    1: "background:#d6e8f5;border-bottom:2px solid #0072b2",
    -1: "background:#fbe3d0;border-bottom:2px solid #d55e00",
}


@dataclass(frozen=True)
class Explanation:
    """One stance with the passage around it.

    Attributes
    ----------
    stance : Stance
        The row that is explained.
    passage : str
        The text around the evidence.
    offset : int
        Where the passage begins in the document.
    """

    stance: Stance
    passage: str
    offset: int

    def __str__(self) -> str:
        stance = self.stance
        lines = [
            f"{_who(stance)} → {stance.target} {_SIGNS[stance.sign]} (score {stance.score:+.2f})",
            f"kind: {stance.kind}; voice: {stance.voice}; hedged: {'yes' if stance.hedged else 'no'}",
            f"rule: {stance.rule}",
            "evidence: " + "; ".join(f"“{e.text}” [{e.start}:{e.end}] weight {e.weight:.2f}" for e in stance.evidence),
            self._marked("[", "]"),
        ]
        return legible("\n".join(lines))

    def _repr_html_(self) -> str:
        stance = self.stance
        head = (
            f"<b>{_html(_who(stance))}</b> → <b>{_html(stance.target)}</b> {_SIGNS[stance.sign]} "
            f"<small>({stance.score:+.2f}, {_KINDS[stance.kind]}{', abgeschwächt' if stance.hedged else ''})</small>"
        )
        mark = f'<mark style="{_STYLES[stance.sign]}">'
        return (
            f'<div class="stance"><p>{head}</p><blockquote>{self._marked(mark, "</mark>", html=True)}</blockquote>'
            f"<p><small>{_html(stance.rule)}</small></p></div>"
        )

    def _marked(self, opening: str, closing: str, *, html: bool = False) -> str:
        pieces: list[str] = []
        position = 0
        for evidence in sorted(self.stance.evidence):
            start, end = max(evidence.start - self.offset, position), evidence.end - self.offset
            if start >= end:
                continue
            plain, marked = self.passage[position:start], self.passage[start:end]
            pieces += [_html(plain) if html else plain, opening, _html(marked) if html else marked, closing]
            position = end
        rest = self.passage[position:]
        return "".join([*pieces, _html(rest) if html else rest]).strip()


def _html(text: str) -> str:
    return escape(legible(text))


def explain_stance(stance: Stance, text: str) -> Explanation:
    """Explain a stance by the passage that it was read from.

    Parameters
    ----------
    stance : Stance
        A row of ``stances``.
    text : str
        The document's text.

    Returns
    -------
    Explanation
        Prints as text; shows itself as HTML in a notebook.

    Examples
    --------
    >>> from analysis.tables import Evidence
    >>> row = Stance("d", "t1", 0, 6, 15, "Polen", None, "PL", "narrator", "LT", "m2", -1, -1.0, False, "speech",
    ...              "kritisieren [subj>obj]", (Evidence(6, 16, "kritisiert", 1.0),))
    >>> print(explain_stance(row, "Polen kritisiert Litauen."))
    Polen (PL) → LT − (score -1.00)
    kind: speech; voice: narrator; hedged: no
    rule: kritisieren [subj>obj]
    evidence: “kritisiert” [6:16] weight 1.00
    Polen [kritisiert] Litauen.
    """
    first = min((evidence.start for evidence in stance.evidence), default=stance.start)
    last = max((evidence.end for evidence in stance.evidence), default=stance.end)
    start = _edge(text, first, before=True)
    end = _edge(text, last, before=False)
    return Explanation(stance, text[start:end], start)


def _edge(text: str, position: int, *, before: bool) -> int:
    """Widen to the paragraph, but not beyond a margin, and cut between words."""
    if before:
        start = max(text.rfind("\n", 0, position) + 1, position - _MARGIN)
        while 0 < start < position and not text[start - 1].isspace():
            start += 1
        return start
    line = text.find("\n", position)
    end = min(len(text) if line < 0 else line, position + _MARGIN)
    while position < end < len(text) and not text[end].isspace():
        end -= 1
    return end


def _who(stance: Stance) -> str:
    if stance.holder is None:
        return "unknown holder"
    if stance.holder == NARRATOR or stance.holder_country is None:
        return stance.holder
    return f"{stance.holder} ({stance.holder_country})"
