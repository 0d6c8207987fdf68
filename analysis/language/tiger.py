"""From TIGER dependencies, as official German spaCy pipelines emit them, to UD v2.

TIGER makes function words heads: `hat` governs `gesagt`, `in` governs `Astana`, `ist` governs `bereit`, `und` governs
what it joins. UD turns each of these round. The mapping covers what quotation and stance read from a tree; labels
that say less than UD wants (`mo`, `nk`) are told apart by word class.

References
----------
Albert et al. (2003): TIGER Annotationsschema. Saarbrücken.
Seeker & Kuhn (2012): Making ellipses explicit in dependency conversion for a German treebank. LREC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Token

TIGER_LABELS: Final = frozenset(
    [
        "ROOT",
        "ac",
        "adc",
        "ag",
        "ams",
        "app",
        "avc",
        "cc",
        "cd",
        "cj",
        "cm",
        "cp",
        "cvc",
        "da",
        "dep",
        "dh",
        "dm",
        "ep",
        "ju",
        "mnr",
        "mo",
        "ng",
        "nk",
        "nmc",
        "oa",
        "oa2",
        "oc",
        "og",
        "op",
        "par",
        "pd",
        "pg",
        "ph",
        "pm",
        "pnc",
        "punct",
        "rc",
        "re",
        "rs",
        "sb",
        "sbp",
        "sp",
        "subtok",
        "svp",
        "uc",
        "vo",
        "mta",
    ]
)
_SIMPLE: Final = {
    "sb": "nsubj", "sp": "nsubj", "oa": "obj", "oa2": "obj", "da": "obl", "og": "obl", "op": "obl", "sbp": "obl",
    "cvc": "obl",
    "ag": "nmod", "pg": "nmod", "ams": "nmod", "app": "appos", "rc": "acl", "par": "parataxis", "rs": "parataxis",
    "dm": "discourse", "vo": "vocative", "svp": "compound:prt", "ng": "advmod", "ju": "cc", "cd": "cc", "cp": "mark",
    "cm": "case", "ac": "case", "pnc": "flat", "nmc": "compound", "ep": "expl", "ph": "expl", "punct": "punct",
    "pm": "mark", "cj": "conj", "pd": "xcomp",
}  # fmt: skip
_DETERMINERS: Final = frozenset({"ART", "PDAT", "PIAT", "PIDAT", "PPOSAT", "PRELAT", "PWAT"})
_PREPOSITIONS: Final = frozenset({"APPR", "APPRART", "APPO"})


class _Tree:
    """A sentence under conversion: heads as indices (the root its own), labels, word classes."""

    def __init__(self, tokens: list[Token]) -> None:
        first = tokens[0].i
        self.tags = [token.tag_ for token in tokens]
        self.upos = [token.pos_ for token in tokens]
        self.lemmas = [token.lemma_.lower() for token in tokens]
        self.heads = [token.head.i - first for token in tokens]
        self.labels = [token.dep_ for token in tokens]

    def children(self, head: int) -> list[int]:
        return [i for i, h in enumerate(self.heads) if h == head and i != head]

    def raise_child(self, child: int, head: int, label: str, *, heirs: bool) -> None:
        """Turn an arc round: the child takes the head's place, the head becomes its dependent."""
        rest = [c for c in self.children(head) if c != child] if heirs else []
        root = self.heads[head] == head
        self.heads[child] = child if root else self.heads[head]
        self.labels[child] = self.labels[head]
        self.heads[head], self.labels[head] = child, label
        for other in rest:
            self.heads[other] = child

    def verbal(self, index: int) -> bool:
        return self.upos[index] in ("VERB", "AUX")


def universal_tree(tokens: list[Token]) -> tuple[list[int], list[str]]:
    """Heads (indices in the sentence) and UD relations of a TIGER sentence.

    Parameters
    ----------
    tokens : list of Token
        The sentence.

    Returns
    -------
    heads : list of int
    relations : list of str
    """
    tree = _Tree(tokens)
    _turn_auxiliaries(tree)
    _turn_copulas(tree)
    _turn_prepositions(tree)
    _turn_coordinations(tree)
    labels = [_relation(tree, index) for index in range(len(tokens))]
    for index, label in enumerate(labels):
        passive = any(labels[c] == "aux:pass" for c in tree.children(tree.heads[index]))
        if label == "nsubj" and passive:
            labels[index] = "nsubj:pass"
    return tree.heads, labels


def _turn_auxiliaries(tree: _Tree) -> None:
    """Hat -oc-> gesagt becomes gesagt -aux-> hat; subjects, objects and modifiers move along."""
    changed = True
    while changed:
        changed = False
        for index, tag in enumerate(tree.tags):
            if not tag.startswith(("VA", "VM")) or tree.labels[index] in ("aux", "aux:pass"):
                continue
            verbs = [c for c in tree.children(index) if tree.labels[c] == "oc" and tree.verbal(c)]
            if verbs:
                main = verbs[0]
                passive = tree.lemmas[index] == "werden" and tree.tags[main].endswith("PP")
                tree.raise_child(main, index, "aux:pass" if passive else "aux", heirs=True)
                changed = True


def _turn_copulas(tree: _Tree) -> None:
    """Ist -pd-> bereit becomes bereit -cop-> ist."""
    for index, lemma in enumerate(tree.lemmas):
        if lemma == "sein" and tree.verbal(index) and not tree.labels[index].startswith("aux"):
            predicates = [c for c in tree.children(index) if tree.labels[c] == "pd"]
            if predicates:
                tree.raise_child(predicates[0], index, "cop", heirs=True)


def _turn_prepositions(tree: _Tree) -> None:
    """In -nk-> Astana becomes Astana -case-> in; what else hangs on the preposition moves to the noun."""
    for index, tag in enumerate(tree.tags):
        if tag in _PREPOSITIONS:
            nouns = [c for c in tree.children(index) if tree.labels[c] == "nk" and tree.tags[c] not in _DETERMINERS]
            if nouns:
                own = tree.labels[index]
                tree.raise_child(nouns[-1], index, "case", heirs=True)
                tree.labels[nouns[-1]] = own if own in ("ROOT", "cj", "pd", "app") else "prep"


def _turn_coordinations(tree: _Tree) -> None:
    """Make of A -cd-> und -cj-> B: A -conj-> B -cc-> und."""
    for index, label in enumerate(tree.labels):
        if label == "cd":
            joined = [c for c in tree.children(index) if tree.labels[c] == "cj"]
            if joined:
                tree.raise_child(joined[0], index, "cc", heirs=True)
                tree.labels[joined[0]] = "cj"


def _relation(tree: _Tree, index: int) -> str:
    """UD relation of a token whose head is already a UD head."""
    label, upos = tree.labels[index], tree.upos[index]
    head = tree.heads[index]
    if head == index:
        return "root"
    if label in ("aux", "aux:pass", "cop", "case", "cc", "mark"):
        return label
    if label == "prep":
        return "obl" if tree.verbal(head) else "nmod"
    if label == "nk":
        return _noun_kernel(tree, index)
    if label in ("oc", "re"):
        finite = any(tree.tags[i].endswith("FIN") for i in (index, *tree.children(index)))
        return "ccomp" if finite and tree.verbal(head) else "xcomp" if tree.verbal(head) else "acl"
    if label in ("mo", "mnr", "cc", "adc", "avc", "uc"):
        if tree.verbal(index):
            return "advcl" if tree.verbal(head) else "acl"
        if upos in ("NOUN", "PROPN", "PRON", "NUM"):
            return "obl" if tree.verbal(head) else "nmod"
        return "advmod"
    if label == "sb" and tree.verbal(index):
        return "csubj"
    return _SIMPLE.get(label, "dep")


def _noun_kernel(tree: _Tree, index: int) -> str:
    """TIGER puts all of a noun phrase's kernel under `nk`; UD tells the parts apart by class."""
    tag = tree.tags[index]
    if tag in _DETERMINERS:
        return "det"
    if tag == "CARD":
        return "nummod"
    if tree.upos[index] == "ADJ" or tag == "ADJA":
        return "amod"
    if tag == "NE" and index > tree.heads[index]:
        return "appos" if tree.tags[tree.heads[index]] == "NN" else "flat"
    return "nmod" if index > tree.heads[index] else "compound"
