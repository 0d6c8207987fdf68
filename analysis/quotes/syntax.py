"""How the words of a sentence stand in its tree to a word where a quote may begin: what governs it, who is subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .features import Encoded
from .windows import BEFORE, WIDTH

N_RELATIONS: Final = 9
"""0 none, 1 governing word of saying, 2 other governing verb, 3 its auxiliary, particle or reflexive, 4 its subject,
5 its dative or prepositional object, 6 its passive agent or subject, 7 preposition of a source, 8 the source."""

_STEPS: Final = 12
_HELPERS: Final = frozenset({"aux", "aux:pass", "compound:prt", "expl", "cop"})
_CLAUSES: Final = frozenset({"acl", "acl:relcl", "advcl", "parataxis", "ccomp"})


class Tree:
    """The trees of a document, for many anchors."""

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded
        self._heads, self._children = encoded.tree.head, encoded.tree.children
        self._relations = encoded.relations

    def relate(self, anchors: Sequence[int]) -> NDArray[np.int64]:
        """Relate the words of each anchor's window to it: numbers below `N_RELATIONS`, shape (anchors, WIDTH)."""
        result = np.zeros((len(anchors), WIDTH), dtype=np.int64)
        for row, anchor in enumerate(anchors):
            for word, code in self._around(anchor).items():
                place = word - anchor + BEFORE
                if 0 <= place < WIDTH:
                    result[row, place] = code
        return result

    def _around(self, anchor: int) -> dict[int, int]:
        codes: dict[int, int] = {}
        for verb in self._governors(anchor):
            says = self._encoded.cues[verb].startswith(("verb", "noun"))
            if not says and not self._encoded.tags[verb].startswith("V"):
                continue
            codes.setdefault(verb, 1 if says else 2)
            for child in self._children[verb]:
                self._child(child, anchor, codes)
        return codes

    def _child(self, child: int, anchor: int, codes: dict[int, int]) -> None:
        relation = self._relations[child]
        if relation in _HELPERS or self._encoded.tags[child] == "PRF":
            codes.setdefault(child, 3)
        elif relation == "nsubj":
            self._phrase(child, anchor, 4, codes)
        elif relation == "nsubj:pass":
            self._phrase(child, anchor, 6, codes)
        elif relation in {"obl", "iobj"} or (relation == "obj" and self._encoded.cases[child].startswith("Dat")):
            source = [c for c in self._children[child] if self._encoded.cues[c].startswith("particle")]
            for case in source:
                codes.setdefault(case, 7)
            self._phrase(child, anchor, 8 if source else 5, codes)

    def _governors(self, anchor: int) -> list[int]:
        """Ancestors, and what hangs beside them as a parenthesis: „…“, sagte er."""
        found: list[int] = []
        word = anchor
        for _ in range(_STEPS):
            found.append(word)
            found += [c for c in self._children[word] if self._relations[c] == "parataxis"]
            if self._heads[word] == word:
                break
            word = self._heads[word]
        return found

    def _phrase(self, head: int, anchor: int, code: int, codes: dict[int, int]) -> None:
        stack = [head]
        seen = 0
        while stack and seen < 40:
            word = stack.pop()
            seen += 1
            if word == anchor:
                continue
            if self._relations[word] != "case":
                codes.setdefault(word, code)
            stack += [child for child in self._children[word] if self._relations[child] not in _CLAUSES]
