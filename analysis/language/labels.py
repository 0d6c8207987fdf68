"""The label sets that the networks predict, in the order of their outputs."""

from __future__ import annotations

from typing import Final

UPOS: Final = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
"""Universal parts of speech."""

TAGS: Final = (
    "$(", "$,", "$.", "ADJA", "ADJD", "ADV", "APPO", "APPR", "APPRART", "APZR", "ART", "CARD", "FM", "ITJ",
    "KOKOM", "KON", "KOUI", "KOUS", "NE", "NN", "PAV", "PDAT", "PDS", "PIAT", "PIS", "PPER", "PPOSAT",
    "PPOSS", "PRELAT", "PRELS", "PRF", "PTKA", "PTKANT", "PTKNEG", "PTKVZ", "PTKZU", "PWAT", "PWAV", "PWS",
    "TRUNC", "VAFIN", "VAIMP", "VAINF", "VAPP", "VMFIN", "VMINF", "VMPP", "VVFIN", "VVIMP", "VVINF", "VVIZU",
    "VVPP", "XY",
)  # fmt: skip
"""STTS."""

RELATIONS: Final = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound",
    "compound:prt", "conj", "cop", "csubj", "csubj:pass", "dep", "det", "discourse", "dislocated", "expl",
    "fixed", "flat", "mark", "nmod", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "orphan", "parataxis",
    "punct", "root", "vocative", "xcomp",
)  # fmt: skip
"""UD v2 relations; of the subtypes those that change who does what to whom."""

FEATURES: Final = {
    "Case": ("", "Acc", "Dat", "Gen", "Nom"),
    "Gender": ("", "Fem", "Masc", "Neut"),
    "Number": ("", "Plur", "Sing"),
    "Person": ("", "1", "2", "3"),
    "Mood": ("", "Imp", "Ind", "Sub"),
    "Tense": ("", "Past", "Pres"),
    "Degree": ("", "Cmp", "Pos", "Sup"),
}
"""Inflectional features with their values; the first value says that a word has none."""

ENTITIES: Final = tuple(f"{kind}{form}" for kind in ("PER", "LOC", "ORG", "MISC") for form in ("", "deriv", "part"))
"""Kinds of names; `deriv` (`russisch`) and `part` (`Russlandpolitik`) as in GermEval 2014."""

ENTITY_LABELS: Final = ("O", *(f"{position}-{entity}" for entity in ENTITIES for position in "BI"))
"""BIO labels of the entity network."""
