"""Turns of an interview: which blocks ask, which answer, and which words before them only say who speaks.

Turns are labelled (*ZEIT: … / Tokajew: …*, *Frage: … Antwort: …*, *E. M.: …*), set in bold or italics, or told by their
question marks. A press review (*Die Welt: … / Le Monde: …*) and explaining questions (*Was ist geschehen?*) are none:
nobody is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from .tables import is_outlet
from .words import CAPITAL, QUESTION, STOP, plain

Turn = Literal["question", "answer"]
_WORD: Final = rf"(?:[{CAPITAL}][\w.'’&+/-]*|(?:von|van|de|der|den|al|el|und|am))"
_LABEL: Final = re.compile(
    rf"[*_':>]{{0,5}}(?P<label>[{CAPITAL}][\w.'’&+/-]*(?: {_WORD}){{0,4}}|[a-zäöü][\w.-]{{1,20}}(?: online)?)"
    r"(?: \([^()]{1,40}\))?[*_']{0,5}:[*_']{0,5}(?:\s+|$)"
)
_LONGEST_LABEL: Final = 48
_MARKED: Final = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])(?P<text>[^*_]{1,600})(?<=[^\s*_])\1")
_ADDRESS: Final = re.compile(r"\b(?:Sie|Ihnen|Ihr|Ihre[mnrs]?|Herr|Herrn|Frau|[Dd]ir|[Dd]u)\b")
_OWN: Final = re.compile(r"\b(?:[Ii]ch|[Mm]ir|[Mm]ich|[Mm]ein\w{0,2}|[Ww]ir|[Uu]ns|[Uu]nser\w{0,2})\b")
_TOLD: Final = re.compile(r"\b(?:[Ii]nterview|[Gg]espräch|[Nn]achgefragt|INTERVIEW|GESPRÄCH)\w{0,2}\b")
_END: Final = re.compile(
    r"(?:Zur Person|Zum Autor|Zur Autorin|Über (?:den|die) \w+|Hintergrund)\b.{0,80}:?", re.IGNORECASE
)
_HEAD: Final = 6
"""Blocks above the first question in which an interview is announced."""
_DEBATE: Final = 4
"""Turns of a debate, at least."""
_LONGEST_QUESTION: Final = 500


class Label(NamedTuple):
    """Who speaks, in offsets of the block."""

    start: int
    end: int
    body: int
    text: str

    @property
    def key(self) -> str:
        """What recurs: *DIE ZEIT* and *Zeit* are one voice."""
        return re.sub(r"^(?:die|der|das) ", "", self.text.casefold())


def find_label(block: str) -> Label | None:
    """Return the words before a colon at the head of a block that can name a speaker.

    Examples
    --------
    >>> find_label("**ZEIT:** Und China?").text
    'ZEIT'
    >>> find_label("Er sagte: Nein.") is None
    True
    """
    match = _LABEL.match(plain(block[:120]))
    if match is None or match.end("label") - match.start("label") > _LONGEST_LABEL:
        return None
    text = match["label"]
    if text[0].islower() and not is_outlet(text, "paper", "site", "agency"):
        return None
    return Label(match.start("label"), match.end("label"), match.end(), text)


def find_turns(blocks: Sequence[str], *, closed: Sequence[bool], headings: Sequence[bool]) -> list[Turn | None]:
    """Return what each block is in an interview, None for all blocks of another text.

    Parameters
    ----------
    blocks : sequence of str
        Blocks of the text.
    closed : sequence of bool
        Blocks of which it is known that they are nobody's words.
    headings : sequence of bool
        Blocks that look like headings, where they are no turns.

    Examples
    --------
    >>> blocks = ["Frage: Fürchten Sie Putin?", "Antwort: Nein.", "Frage: Und China?", "Antwort: Auch nicht."]
    >>> find_turns(blocks, closed=[False] * 4, headings=[False] * 4)
    ['question', 'answer', 'question', 'answer']
    """
    heads = _labelled(blocks, closed) or _set_apart(blocks, closed) or _asked(blocks, closed)
    if not heads:
        return [None] * len(blocks)
    answered = any(turn == "answer" for turn in heads.values())
    turns: list[Turn | None] = [None] * len(blocks)
    last = max(heads)
    state: Turn | None = None
    empty = False
    for number, block in enumerate(blocks):
        if number in heads:
            state = turns[number] = heads[number]
            label = find_label(block)
            empty = label is not None and label.body >= len(block)
            continue
        if closed[number] or state is None:
            if closed[number] and number > last:
                state = None
            continue
        if _END.fullmatch(block):
            state = None
            continue
        if headings[number] and not QUESTION.search(block):
            continue
        if state == "question" and not empty and not _asks_on(number, heads, answered=answered):
            # A question is over; the guest's label was left out, or none has one.
            state = "answer" if QUESTION.search(blocks[number - 1]) or not answered else None
            if state is None:
                continue
        turns[number], empty = state, False
    return turns


def _asks_on(number: int, heads: dict[int, Turn], *, answered: bool) -> bool:
    """Return whether an unlabelled block behind a question belongs to it: the next label is that of an answer."""
    following = min((head for head in heads if head > number), default=None)
    return answered and following is not None and heads[following] == "answer"


def _labelled(blocks: Sequence[str], closed: Sequence[bool]) -> dict[int, Turn]:
    labels = {n: label for n, b in enumerate(blocks) if not closed[n] and (label := find_label(b)) is not None}
    counts = Counter(label.key for label in labels.values())
    asks = Counter(label.key for n, label in labels.items() if QUESTION.search(blocks[n].rstrip()))
    turns: dict[int, Turn] = {}
    before: int | None = None
    for number, label in labels.items():
        turn = _role(label, counts[label.key], asks[label.key])
        if turn is None and before is not None and turns[before] == "question":
            # A guest who speaks once, right after a question.
            turn = "answer" if QUESTION.search(blocks[before].rstrip()) and number - before <= 2 else None
        if turn is not None:
            turns[number] = turn
            before = number
    questions = [number for number, turn in turns.items() if turn == "question"]
    if not any(counts[labels[n].key] > 1 or _asks(labels[n]) for n in questions):
        return _guests_only(blocks, closed, labels, turns) or _debate(labels, counts)
    asked = sum(QUESTION.search(blocks[number].rstrip()) is not None for number in questions)
    answers = len(turns) - len(questions)
    if not questions or asked * 2 < len(questions):
        return {}
    if answers:
        known = any(_asks(labels[n]) for n in questions)
        return turns if len(turns) >= (2 if known else 3) and _alternate(turns) else {}
    follows = sum(n + 1 < len(blocks) and n + 1 not in turns and not closed[n + 1] for n in questions)
    return turns if len(questions) >= 2 and follows >= 2 else {}


def _role(label: Label, count: int, asks: int) -> Turn | None:
    """Return what a label does by its name or by what it mostly says; nothing for one that says nothing twice."""
    if is_outlet(label.text, "guest"):
        return "answer"
    if _asks(label):
        return "question"
    if asks * 5 >= count * 3 and (count > 1 or asks):
        return "question"
    return "answer" if count > 1 else None


def _asks(label: Label) -> bool:
    """Return whether a label is known to ask: an outlet, or the word *Frage*."""
    return is_outlet(label.text, "interviewer", "paper", "site")


def _guests_only(
    blocks: Sequence[str], closed: Sequence[bool], labels: dict[int, Label], turns: dict[int, Turn]
) -> dict[int, Turn]:
    """Find questions where only the guests are labelled, as in a talk with two of them."""
    guests = dict.fromkeys(turns, "answer")
    asked = [n for n, b in enumerate(blocks) if n not in labels and not closed[n] and QUESTION.search(b)]
    heads: dict[int, Turn] = {**guests, **dict.fromkeys(asked, "question")}  # type: ignore[dict-item]
    enough = len(asked) >= 2 and len(guests) >= 2 and sum(n + 1 in guests for n in asked) * 2 >= len(asked)
    return heads if enough else {}


def _debate(labels: dict[int, Label], counts: Counter[str]) -> dict[int, Turn]:
    """Find two or more people in a debate: full names that take turns, *Eva Muster: … / Jan Beispiel: …*."""
    own = {n: label for n, label in labels.items() if counts[label.key] > 1 and " " in label.text}
    voices = len({label.key for label in own.values()})
    return dict.fromkeys(own, "answer") if voices > 1 and len(own) >= _DEBATE else {}


def _alternate(turns: dict[int, Turn]) -> bool:
    order = [turn for _, turn in sorted(turns.items())]
    return any(a == "question" and b == "answer" for a, b in pairwise(order))


def _set_apart(blocks: Sequence[str], closed: Sequence[bool]) -> dict[int, Turn]:
    """Find questions in bold or italics, as Markdown marks them."""
    marked = [n for n, block in enumerate(blocks) if not closed[n] and _MARKED.fullmatch(block)]
    asked = [n for n in marked if QUESTION.search(blocks[n])]
    if len(asked) < 2 or len(asked) * 2 < len(marked):
        return {}
    marked = [n for n in marked if n >= asked[0]]
    follows = sum(n + 1 < len(blocks) and n + 1 not in marked and not closed[n + 1] for n in marked)
    return dict.fromkeys(marked, "question") if follows >= 2 else {}


def _asked(blocks: Sequence[str], closed: Sequence[bool]) -> dict[int, Turn]:
    """Find questions without a label: somebody is addressed, and somebody speaks of himself."""
    asked = [n for n, b in enumerate(blocks) if not closed[n] and len(b) <= _LONGEST_QUESTION and QUESTION.search(b)]
    asked = [n for n in asked if n + 1 < len(blocks) and n + 1 not in asked]
    told = asked and any(_TOLD.search(block) for block in blocks[max(0, asked[0] - _HEAD) : asked[0]])
    if told and not _ADDRESS.search(blocks[asked[0]]) and asked[0] == 0:
        asked = asked[1:]
    if len(asked) < 2:
        return {}
    answers = [blocks[n + 1] for n in asked if not closed[n + 1]]
    addressed = sum(_ADDRESS.search(blocks[n]) is not None for n in asked)
    own = sum(_OWN.search(answer) is not None for answer in answers)
    spoken = sum(STOP.search(answer) is not None for answer in answers)
    if spoken < 2 or not ((own and addressed * 2 >= len(asked)) or (told and (own or addressed))):
        return {}
    return dict.fromkeys(asked, "question")
