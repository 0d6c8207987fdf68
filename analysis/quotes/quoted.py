"""Stretches in quotation marks as anchors: what stands beside them and, for a quotation within another, around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from ..language.noun_phrases import NOMINAL, Run
from .features import Encoded, is_saying
from .phrases import sentence_of, smallest_around, starting_at
from .support import DIRECT, LONGEST_SOURCE, Support, is_source
from .windows import is_beyond

GOVERNED_ODDS: Final = 2.0
OWN_WORDS_ODDS: Final = 4.0
WITHIN_ODDS: Final = 6.0
CONTINUED_ODDS: Final = 3.0
_OBJECTS: Final = frozenset({"obj", "obl", "advmod", "ccomp", "conj", "xcomp"})
_SPEAKS: Final = ("verb-speech", "verb-writing")
_NOBODY: Final = (0, 0)
_LONGEST_CLAUSE: Final = 40


def marked(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Return what rules say of each stretch in quotation marks: „…“, sagte er. Er sagte: „…“. „…“, so der Minister.

    `phrases` are the noun phrases of the document, sorted.
    """
    return _Marked(encoded, phrases).supports()


class _Marked:
    def __init__(self, encoded: Encoded, phrases: Sequence[Run]) -> None:
        self._encoded, self._phrases = encoded, phrases
        self._forms, self._tags, self._cues = encoded.forms, encoded.tags, encoded.cues
        self._heads, self._children = encoded.tree.head, encoded.tree.children

    def supports(self) -> list[Support]:
        starts = self._encoded.starts.tolist()
        result: list[Support] = []
        whole: Run = (0, 0)  # the outer quotation
        opened: Run = (-1, -1)  # a quotation that its paragraph did not close
        for pair in self._encoded.pairs:
            first, last = bisect_left(starts, pair.start), bisect_left(starts, pair.end)
            if first >= last:
                continue
            support = self._within(first, last, whole) if pair.depth else None
            support = support or self._beside(first, last)
            if not pair.depth:
                whole = (first, last)
                if first == opened[1]:  # „Eins.⏎⏎„Zwei.“: the marks open again in the next paragraph
                    support = support._replace(odds=max(support.odds, CONTINUED_ODDS), continues=opened[0])
                lost = pair.inner_end == pair.end and self._ends_paragraph(last)
                opened = (first, last) if lost else (-1, -1)
            result.append(support)
        return result

    def _ends_paragraph(self, last: int) -> bool:
        blocks = self._encoded.blocks
        return last < len(self._forms) and blocks[last - 1] != blocks[last]

    def _beside(self, first: int, last: int) -> Support:
        """Judge a quotation by what stands beside it: its speaker and cue where they follow at once."""
        forms, count = self._forms, len(self._forms)
        after = self._after(last)
        comma = after < count and forms[after] == ","
        after += comma
        if after < count and (is_saying(self._encoded, after) or (comma and forms[after] == "so")):
            further = 3 if forms[after + 1 : after + 2] == ["es"] else 1  # „…“, heißt es in dem Bericht
            following = starting_at(self._phrases, after + further)
            longest = following[-1] if following else _NOBODY
            if is_beyond(first, max(after + 1, longest[1])):
                # the network, which finds where a speaker ends, does not see all of it
                return self._support(first, last, 3.0, longest, after)
            return self._support(first, last, 3.0, following[0] if following else _NOBODY, after)
        dash = last < count and forms[last] in {"–", "-", "—"}
        if dash and first == sentence_of(self._encoded, first)[0]:
            # a headline: „Wir geben nicht auf“ – Tokajew besucht die Flutgebiete
            following = starting_at(self._phrases, last + 1)
            return self._support(first, last, 2.0, following[0] if following else _NOBODY)
        words = last - first - 2
        if first > 0 and forms[first - 1] == ":" and words > 1:
            begin = sentence_of(self._encoded, first - 1)[0]
            if first - 1 - begin <= LONGEST_SOURCE and is_source(self._encoded, begin, first - 1):
                return self._support(first, last, 4.0, (begin, first - 1))
            return self._support(first, last, 2.0, _NOBODY)
        named = first > 0 and self._tags[first - 1] in {"NN", "NE"}
        if named and words < 8 and not self._sentence_says(first):
            # a title or a name: „aus ihrem Roman „Der lange Winter“
            return self._support(first, last, -2.5, _NOBODY)
        return self._support(first, last, *self._governed(first, last))

    def _support(self, first: int, last: int, odds: float, speaker: Run, cue: int = -1) -> Support:
        return Support(first, DIRECT, odds, ((first, last),), speaker, cue, certain=False)

    def _after(self, last: int) -> int:
        """Position of the comma or word after a quotation; a face or a footnote may stand before it: „Ja!“ 🎉, …."""
        forms, count = self._forms, len(self._forms)
        end = min(count, last + LONGEST_SOURCE)
        for number in range(last, end):
            if forms[number] == "," or self._tags[number] == "$." or any(c.isalnum() for c in forms[number]):
                return number
        return end

    def _within(self, first: int, last: int, whole: Run) -> Support | None:
        """Judge a quotation within another that names its speaker: „Putin hat mir versichert: ‚Wir gehen.‘“.

        Also where the sentence before it in the same quotation does: „Wie sagte Tokajew? ›Wir sind kein Vasall‹“.
        """
        if not whole[0] < first < last <= whole[1]:
            return None
        after = self._after(last)
        after += after < whole[1] and self._forms[after] == ","
        if after + 1 < whole[1] and is_saying(self._encoded, after):
            # „‚Wir gehen‘, sagte mir Putin“; what stands beyond the outer quotation is its own speaker's
            speaker = self._nominative(after + 1, min(whole[1], after + LONGEST_SOURCE))
            return self._inner(first, last, speaker, after) if speaker != _NOBODY else None
        if self._forms[first - 1] == ":" or (self._tags[first - 1] == "$." and last - first > 3):
            begin = self._clause(whole[0] + 1, first - 1)
            verb = self._saying(begin, first - 1)
            if verb >= 0 and (speaker := self._sayer(verb, begin, first - 1)) != _NOBODY:
                return self._inner(first, last, speaker, verb)
            if self._forms[first - 1] == ":" and is_source(self._encoded, begin, first - 1):
                return self._inner(first, last, (begin, first - 1), -1)
        return None

    def _inner(self, first: int, last: int, speaker: Run, cue: int) -> Support:
        return self._support(first, last, WITHIN_ODDS, speaker, cue)._replace(exclusive=True)

    def _clause(self, floor: int, end: int) -> int:
        """Where the sentence begins that ends at `end`, not before `floor`."""
        begin = end
        while begin > max(floor, end - _LONGEST_CLAUSE) and self._tags[begin - 1] != "$.":
            begin -= 1
        return begin

    def _saying(self, begin: int, end: int) -> int:
        """Position of the last verb of saying outside inner marks, or -1."""
        numbers = (n for n in range(end - 1, begin - 1, -1) if not self._encoded.inner[n])
        return next((n for n in numbers if self._cues[n].startswith(_SPEAKS)), -1)

    def _sayer(self, verb: int, begin: int, end: int) -> Run:
        """Subject of a verb within its clause: where the tree shows none, the first noun phrase in the nominative."""
        subject = self._subject(verb)
        if begin <= subject[0] < subject[1] <= end:
            return subject
        return self._nominative(begin, end)

    def _nominative(self, begin: int, end: int) -> Run:
        near = self._phrases[bisect_left(self._phrases, (begin, 0)) : bisect_left(self._phrases, (end, 0))]
        return next((run for run in near if run[1] <= end and self._is_nominative(run)), _NOBODY)

    def _is_nominative(self, run: Run) -> bool:
        words = range(*run)
        governed = run[0] > 0 and self._tags[run[0] - 1].startswith("APPR")
        nouns = [i for i in words if self._tags[i] in NOMINAL]
        return not governed and bool(nouns) and all(self._encoded.cases[i].startswith("Nom") for i in nouns)

    def _governed(self, first: int, last: int) -> tuple[float, Run]:
        """Judge words in marks that are the object of saying: „… der seine „Dankbarkeit“ zum Ausdruck brachte“."""
        word = next((i for i in range(first, last) if not first <= self._heads[i] < last), first)
        object_ = self._encoded.relations[word] in _OBJECTS and self._tags[word] != "NE"
        if not object_ or any(self._encoded.entities[first:last]):
            return 0.0, _NOBODY
        head = self._heads[word]
        near = {*self._children[head], *range(max(last, head - 2), head)} - {head, word}
        spoken = self._cues[head].startswith(_SPEAKS)
        if not spoken and not any(self._cues[i].startswith("noun-speech") for i in near):
            return 0.0, _NOBODY
        # „der seine „Dankbarkeit“ zum Ausdruck brachte“, not: „in seiner „Thronrede““; in the benchmark's training part
        # all three such objects of saying are quotes
        own = first > 0 and self._tags[first - 1] == "PPOSAT" and self._encoded.relations[word] == "obj"
        return GOVERNED_ODDS + (OWN_WORDS_ODDS if own else 0.0), self._subject(head)

    def _subject(self, verb: int) -> Run:
        """Subject of a verb; of a relative clause the noun phrase that it hangs on, where the tree shows it."""
        relations = self._encoded.relations
        word = next((i for i in self._children[verb] if relations[i] == "nsubj"), None)
        if word is None:
            return _NOBODY
        if self._tags[word] == "PRELS" and relations[verb].startswith("acl"):
            word = self._heads[verb]
        return smallest_around(self._encoded, self._phrases, word)

    def _sentence_says(self, number: int) -> bool:
        return any(cue.startswith(_SPEAKS) for cue in self._cues[slice(*sentence_of(self._encoded, number))])
