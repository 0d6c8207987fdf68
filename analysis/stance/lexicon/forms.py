"""German word forms of the lexicon's entries: generated, not lemmatised.

News words that evaluate are often rare (*zürnen*, *umgarnen*, *düpieren*), and a trained lemmatiser guesses exactly
these wrong. So every entry of the lexicon brings its own forms: regular inflection by rule, strong verbs from the table
of `analysis.language`. Forms that no text contains do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...language.strong_verbs import StrongVerb, strong_verbs

_INSEPARABLE: Final = ("be", "ge", "er", "ver", "zer", "ent", "emp", "miss", "hinter", "wider", "über", "unter", "um")
# Their ge- is a prefix, not that of the participle.
_OWN_GE: Final = frozenset({"gelingen", "genesen", "geschehen", "gewinnen", "genießen", "geraten", "gedeihen"})
_ADJECTIVE_ENDINGS: Final = ("", "e", "en", "em", "er", "es")
_UMLAUT: Final = {"a": "ä", "o": "ö", "u": "ü"}


def verb_forms(infinitive: str) -> Iterator[str]:
    """Yield the forms of a verb without a separable particle.

    Examples
    --------
    >>> forms = set(verb_forms("überfallen"))
    >>> {"überfällt", "überfielen", "überfallen", "überfalle"} <= forms
    True
    >>> "gehetzt" in set(verb_forms("hetzen"))
    True
    """
    stem = _stem(infinitive)
    yield infinitive
    parts = _strong(infinitive)
    link = "e" if _needs_e(stem) else ""
    yield from (stem + ending for ending in ("e", "est", "et", "en", link + "t", link + "st"))
    if stem.endswith(("s", "ß", "z", "x")):
        yield stem + "t"
    if infinitive == "sein":
        yield from ("bin", "bist", "sind", "seid", "sei", "seien", "seist")
    if infinitive.endswith(("eln", "ern")):
        yield stem[:-2] + stem[-1] + "e"
    if not parts:
        yield from (f"{stem}{link}t{ending}" for ending in ("e", "est", "en", "et"))
    for part in parts:
        yield part.present
        yield part.present.removesuffix("t") + ("t" if part.present[-2:-1] in "sßz" else "st")
        for base in (part.preterite, part.subjunctive):
            weak = base.endswith("e")
            yield from (base + ending for ending in (("", "n", "st", "t") if weak else ("", "en", "st", "est", "t")))
    yield from (participle(infinitive) + ending for ending in _ADJECTIVE_ENDINGS)
    yield from (infinitive + "d" + ending for ending in _ADJECTIVE_ENDINGS)


def participle(infinitive: str) -> str:
    """Return the past participle of a verb without a separable particle.

    Examples
    --------
    >>> participle("kritisieren"), participle("rügen"), participle("verraten"), participle("nehmen")
    ('kritisiert', 'gerügt', 'verraten', 'genommen')
    """
    parts = _strong(infinitive)
    if parts:
        return parts[0].participle
    stem = _stem(infinitive)
    ending = "et" if _needs_e(stem) else "t"
    bare = infinitive.endswith("ieren") or _is_prefixed(infinitive)
    return ("" if bare else "ge") + stem + ending


def noun_forms(lemma: str) -> Iterator[str]:
    """Yield the forms that a noun may have: case endings, and plurals with and without umlaut.

    Examples
    --------
    >>> {"Vorwurfs", "Vorwürfe", "Vorwürfen"} <= set(noun_forms("Vorwurf"))
    True
    """
    yield lemma
    endings = ("s", "es", "n", "en", "e", "er", "ern", "nen", "ns", "se", "sen")
    yield from (lemma + ending for ending in endings)
    if lemma.endswith("e"):
        yield from (lemma[:-1] + ending for ending in ("en", "er", "es"))
    if lemma.endswith("er"):  # Verbündeter, Verbündeten
        yield from (lemma[:-1] + ending for ending in ("", "n", "m", "s"))
    for position in range(len(lemma) - 1, 0, -1):
        if lemma[position] in _UMLAUT:
            if lemma[position] == "u" and lemma[position - 1] in "ae":
                position -= 1
            if lemma[position] not in _UMLAUT:
                return
            changed = lemma[:position] + _UMLAUT[lemma[position]] + lemma[position + 1 :]
            yield from (changed + ending for ending in ("", "e", "n", "en", "er", "ern"))
            return


def adjective_forms(lemma: str) -> Iterator[str]:
    """Yield the declined forms of an adjective in all degrees.

    Examples
    --------
    >>> {"schäbiges", "schäbigsten", "schäbigere"} <= set(adjective_forms("schäbig"))
    True
    """
    stems = {lemma}
    if lemma.endswith("e"):
        stems.add(lemma[:-1])
    if lemma.endswith(("el", "er")) and len(lemma) > 3:  # respektabel, integer: elision before an ending
        stems.add(lemma[:-2] + lemma[-1])
    bases = set(stems)
    if len(lemma) < 7:
        bases |= {_umlauted(stem) for stem in stems}
    for stem in stems:
        yield from (stem + ending for ending in _ADJECTIVE_ENDINGS)
    for base in bases:
        for degree in ("er", "st", "est"):
            yield from (base + degree + ending for ending in _ADJECTIVE_ENDINGS)


def _umlauted(stem: str) -> str:
    for position in range(len(stem) - 1, -1, -1):
        if stem[position] in _UMLAUT:
            return stem[:position] + _UMLAUT[stem[position]] + stem[position + 1 :]
    return stem


def _stem(infinitive: str) -> str:
    if infinitive.endswith(("eln", "ern")) or infinitive in ("tun", "sein"):
        return infinitive[:-1]
    return infinitive.removesuffix("en")


def _needs_e(stem: str) -> bool:
    """*rettet*, *öffnet*, but *lernt*, *filmt*: an e parts endings that German cannot pronounce."""
    if stem.endswith(("t", "d")):
        return True
    return len(stem) > 2 and stem[-1] in "mn" and stem[-2] not in "aeiouäöülrmnh" + "e"


def _is_prefixed(infinitive: str) -> bool:
    prefixed = (p for p in _INSEPARABLE if infinitive.startswith(p) and len(infinitive) - len(p) >= 5)
    return any(_has_vowel(infinitive[len(p) : -2]) for p in prefixed if not _is_root(infinitive, p))


def _is_root(infinitive: str, prefix: str) -> bool:
    """*erben*, *beten*, *gelten*, *unken*: begin like a prefix and have none."""
    return prefix in ("be", "ge", "er", "um") and len(infinitive) <= 6


def _has_vowel(text: str) -> bool:
    return any(letter in "aeiouäöüy" for letter in text)


def _strong(infinitive: str) -> tuple[StrongVerb, ...]:
    """Find the principal parts, through an inseparable prefix where there is one; empty for a weak verb."""
    table = strong_verbs()
    if infinitive in table:
        return table[infinitive]
    for prefix in _INSEPARABLE:
        base = infinitive.removeprefix(prefix)
        if base != infinitive and base in table and f"{prefix} {base}" not in _WEAK_COMPOUNDS:
            return tuple(_prefixed(verb, prefix) for verb in table[base])
    return ()


def _prefixed(verb: StrongVerb, prefix: str) -> StrongVerb:
    bare = verb.participle if verb.infinitive in _OWN_GE else verb.participle.removeprefix("ge")
    return verb._replace(
        infinitive=prefix + verb.infinitive,
        present=prefix + verb.present,
        preterite=prefix + verb.preterite,
        subjunctive=prefix + verb.subjunctive,
        participle=prefix + bare,
    )


# Weak verbs whose end looks like a strong one ("beauftragt" holds no "tragen", "verschrecken" is weak).
_WEAK_COMPOUNDS: Final = frozenset(
    {"ver schrecken", "er schrecken", "be auftragen", "ver hängen", "ver wenden", "ent wenden"}
)
