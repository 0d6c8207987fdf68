"""Chunking: the noun phrases of a sentence with preposition, possible cases, number, and the mentions inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..tables import Mention
from .clauses import Sentence
from .links import link_phrases
from .phrases import ACC, ANY_CASE, DAT, GEN, NOM, Phrase, is_genitive, standing

_ARTICLE_CASES: Final = {
    "der": NOM | DAT | GEN, "die": NOM | ACC, "das": NOM | ACC, "den": ACC | DAT, "dem": DAT, "des": GEN,
    "ein": NOM | ACC, "eine": NOM | ACC, "einen": ACC, "einem": DAT, "eines": GEN, "einer": DAT | GEN,
}  # fmt: skip
_ENDING_CASES: Final = (
    ("em", DAT),
    ("en", ACC | DAT),
    ("er", NOM | DAT | GEN),
    ("es", NOM | ACC | GEN),
    ("e", NOM | ACC),
)
_PRONOUN_CASES: Final = {
    "er": NOM, "sie": NOM | ACC, "es": NOM | ACC, "ihn": ACC, "ihm": DAT, "ihr": DAT, "ihnen": DAT, "man": NOM,
    "wir": NOM, "ich": NOM, "uns": ACC | DAT, "mich": ACC, "mir": DAT, "euch": ACC | DAT, "dieser": NOM | DAT,
    "dieses": NOM | ACC, "diese": NOM | ACC, "diesem": DAT, "diesen": ACC | DAT, "denen": DAT,
}  # fmt: skip
_CONTRACTED: Final = {
    "am": "an", "ans": "an", "im": "in", "ins": "in", "zum": "zu", "zur": "zu", "vom": "von", "beim": "bei",
    "aufs": "auf", "fürs": "für", "ums": "um", "vors": "vor", "übers": "über", "hinters": "hinter", "hinterm": "hinter",
    "durchs": "durch", "unters": "unter", "seitens": "von",
}  # fmt: skip
_NOUN_TAGS: Final = frozenset({"NN", "NE", "TRUNC", "FM"})
_DETERMINERS: Final = frozenset({"ART", "PDAT", "PIAT", "PIDAT", "PPOSAT", "PWAT", "PRELAT"})
_PRONOUNS: Final = frozenset({"PPER", "PDS", "PRELS", "PIS", "PPOSS", "PWS"})
_QUOTES: Final = frozenset("„“”\"»«›‹‚‘’'")
_DIRECT: Final = frozenset({"name", "capital", "institution", "leader", "region", "demonym"})
_NAMED: Final = frozenset({"name", "capital", "region", "institution", "leader"})
_MASCULINE: Final = frozenset(["IR", "IQ", "SD", "SS", "LB", "YE", "TD", "VA", "CG", "CD", "NE", "OM", "SN", "XK"])
_PLURALS: Final = frozenset({"usa", "us", "staaten", "niederlande", "niederlanden", "philippinen", "emirate", "vae"})


def read_phrases(sentence: Sentence, mentions: Sequence[Mention]) -> list[Phrase]:
    """Find the noun phrases of a sentence in order, and link owners, antecedents and coordination."""
    at = _mention_words(sentence, mentions)
    phrases: list[Phrase] = []
    position, size = 0, len(sentence.words)
    outer: tuple[int, int] | None = None  # an article whose noun comes later: "die von Kiew erhobenen Vorwürfe"
    while position < size:
        tag = sentence.tags[position]
        following = sentence.tags[position + 1] if position + 1 < size else ""
        if tag == "ART" and following in ("APPR", "APPRART", "ADV"):
            outer = (position, len(phrases))
            position += 1
            continue
        phrase = _chunk(sentence, position, at)
        if phrase is None:
            position += 1
            continue
        if outer and not phrase.determiner and not phrase.prep and phrase.adjectives and not phrase.pronoun:
            phrase.start, phrase.determiner = outer[0], sentence.lower[outer[0]]
            phrase.cases = _cases(phrase.determiner, "ART")
            for inner in phrases[outer[1] :]:
                inner.embedded, inner.within = True, phrase
                if inner.prep in ("von", "durch") and inner.head < phrase.adjectives[-1]:
                    phrase.agents.append(inner)
            outer = None
        phrases.append(phrase)
        position = phrase.end
    link_phrases(sentence, phrases)
    return phrases


def _mention_words(sentence: Sentence, mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    table: dict[int, list[Mention]] = {}
    for mention in mentions:
        for word, (start, end) in enumerate(zip(sentence.starts, sentence.ends, strict=True)):
            if start < mention.end and mention.start < end:
                table.setdefault(word, []).append(mention)
    return table


def _chunk(sentence: Sentence, position: int, at: dict[int, list[Mention]]) -> Phrase | None:
    tags, lower, size = sentence.tags, sentence.lower, len(sentence.words)
    start, prep = position, ""
    if tags[position] in ("APPR", "APPRART") or (lower[position] in _CONTRACTED and tags[position][:2] == "AP"):
        prep = _CONTRACTED.get(lower[position], lower[position])
        position += 1
    if position >= size:
        return None
    attributive = tags[position] != "PRELS" and tags[position + 1 : position + 2] == ["NN"]
    if tags[position] in _PRONOUNS and not _named(at, position) and not attributive:
        phrase = Phrase(start, position + 1, position, sentence.clause_of[position], prep, pronoun=True)
        phrase.cases = _pronoun_cases(sentence, position) if not prep else 0
        return phrase
    determiner, possessive = "", ""
    while position < size and (
        tags[position] in _DETERMINERS or lower[position] in _QUOTES or lower[position] == "alle"
    ):
        if tags[position] in _DETERMINERS:
            determiner = lower[position]
            if tags[position] == "PPOSAT":
                possessive = determiner
        position += 1
    adjectives: list[int] = []
    owners: list[Mention] = []
    nouns: list[int] = []
    while position < size:
        tag, word = tags[position], lower[position]
        if word in _QUOTES:
            if (
                position + 1 < size
                and (not nouns or tags[position + 1] in ("NN", "NE"))
                and _inside(sentence, position)
            ):
                position += 1
                continue
            break
        named = _named(at, position) and not _is_city_adjective(sentence, position)
        if not named and (tag == "ADJA" or _adjective(sentence, at, position) or tag == "CARD"):
            if nouns and not _genitive(sentence, nouns, at, owners):
                break
            adjectives.append(position)
        elif tag in _NOUN_TAGS or named:
            if nouns and not _continues(sentence, nouns, position, at, owners):
                break
            nouns.append(position)
        elif (not nouns and tag in ("ADV", "ADJD", "PTKA", "PIAT") and _before_adjective(sentence, position)) or (
            word in (",", "aber", "und", "sowie") and adjectives and not nouns and _before_adjective(sentence, position)
        ):
            pass
        else:
            break
        position += 1
    if not nouns:
        if determiner and adjectives:  # "die Russischen" stands without a noun; leave it to its adjective
            nouns = [adjectives.pop()]
        else:
            return None
    head = _head(sentence, nouns, at)
    phrase = Phrase(start, nouns[-1] + 1, head, sentence.clause_of[head], prep)
    phrase.determiner, phrase.possessive, phrase.adjectives = determiner, possessive, adjectives
    phrase.cases = 0 if prep else _cases(determiner, "PPOSAT" if possessive else "ART")
    _refer(sentence, phrase, nouns, at, owners)
    _agree(sentence, phrase, nouns)
    return phrase


def _agree(sentence: Sentence, phrase: Phrase, nouns: list[int]) -> None:
    """Narrow number and case down: *der iranische*, *der iranischen*, *den USA*, *den Iran*, *die Staaten*."""
    noun = sentence.lower[nouns[-1]]
    ending = sentence.lower[phrase.adjectives[-1]][-2:] if phrase.adjectives else ""
    country = phrase.direct is not None and phrase.direct.form in ("name", "capital", "region")
    phrase.plural = noun in _PLURALS or (
        not country
        and (
            ending == "en"
            if phrase.determiner == "die" and ending
            else sentence.feature(phrase.head, "Number") == "Plur"
        )
    )
    if phrase.prep:
        return
    if phrase.determiner == "den":
        phrase.cases = DAT if phrase.plural else ACC
    if phrase.determiner == "der":
        if ending:
            phrase.cases = DAT | GEN if ending == "en" else NOM
        elif country and phrase.direct is not None:
            phrase.cases = NOM if phrase.direct.country in _MASCULINE else DAT | GEN
        elif sentence.feature(phrase.head, "Gender") == "Masc" and not phrase.plural:
            phrase.cases = NOM


def _inside(sentence: Sentence, position: int) -> bool:
    """Whether a quotation mark stands close to its words, as in *seine „Anerkennung“ für*."""
    return sentence.lower[position] in "„»‚\"'“”«" and position + 1 < len(sentence.words)


def _named(at: dict[int, list[Mention]], position: int) -> bool:
    """Whether a word is the name of a country or what stands for it; *westlich* is an adjective though a region."""
    return any(mention.form in _NAMED and mention.text[:1].isupper() for mention in at.get(position, ()))


def _is_city_adjective(sentence: Sentence, position: int) -> bool:
    """*Moskauer Kommentatoren*, *das Berliner Kanzleramt*: an adjective that never changes its form."""
    following = sentence.tags[position + 1] if position + 1 < len(sentence.tags) else ""
    return sentence.words[position].endswith("er") and following in ("NN", "ADJA")


def _adjective(sentence: Sentence, at: dict[int, list[Mention]], position: int) -> bool:
    if at.get(position) and _is_city_adjective(sentence, position):
        return True
    return any(mention.form == "adjective" or mention.text[:1].islower() for mention in at.get(position, ()))


def _genitive(sentence: Sentence, nouns: list[int], at: dict[int, list[Mention]], owners: list[Mention]) -> bool:
    """Whether the nouns so far are a preposed genitive: *Chinas beeindruckender Aufstieg*, *Xis Worten*."""
    last = nouns[-1]
    mentions = [m for m in at.get(last, ()) if m.form in _NAMED]
    if mentions and is_genitive(sentence, last, mentions[-1]):
        owners.append(mentions[-1])
        nouns.clear()
        return True
    return False


def _continues(
    sentence: Sentence, nouns: list[int], position: int, at: dict[int, list[Mention]], owners: list[Mention]
) -> bool:
    """Whether a noun goes on with the phrase: *Präsident Putin* does, *Abzug Moskaus* and *Polen Litauen* do not."""
    last = nouns[-1]
    here, before = at.get(position, []), at.get(last, [])
    if any(m in before for m in here):
        return True
    if _named(at, last) and _genitive(sentence, nouns, at, owners):
        return True
    if _named(at, position):
        mention = next(m for m in here if m.form in _NAMED)
        if (
            is_genitive(sentence, position, mention)
            and sentence.tags[last] == "NN"
            and standing(sentence.words[last]) != "state"
        ):
            return False
        if _named(at, last):
            return before[-1].form == "leader" and mention.form == "leader"
        return mention.form == "leader" or (
            sentence.tags[last] == "NN"
            and standing(sentence.words[last]) == "state"
            and (mention.form != "name" and not is_genitive(sentence, position, mention))
        )
    return sentence.tags[position] in ("NE", "FM") or (
        sentence.tags[last] in ("NE", "FM", "TRUNC") and not _named(at, last)
    )


def _before_adjective(sentence: Sentence, position: int) -> bool:
    for offset in range(position + 1, min(position + 4, len(sentence.words))):
        if sentence.tags[offset] in ("ADJA", "CARD"):
            return True
        if sentence.tags[offset] not in ("ADV", "ADJD", "PTKA", "KON"):
            return False
    return False


def _head(sentence: Sentence, nouns: list[int], at: dict[int, list[Mention]]) -> int:
    """Choose the head: the common noun before a name (*Präsident Putin*), else the last word."""
    common = [word for word in nouns if sentence.tags[word] == "NN" and not _named(at, word)]
    if common and common[0] == nouns[0]:
        return common[0]
    return nouns[0] if _named(at, nouns[0]) and sentence.words[nouns[0]][:1].isupper() and len(nouns) < 2 else nouns[-1]


def _cases(determiner: str, tag: str) -> int:
    if not determiner or determiner in ("dessen", "deren"):
        return ANY_CASE | GEN
    if tag == "ART" and determiner in _ARTICLE_CASES:
        return _ARTICLE_CASES[determiner]
    for ending, cases in _ENDING_CASES:
        if determiner.endswith(ending):
            return cases
    return NOM | ACC


def _pronoun_cases(sentence: Sentence, position: int) -> int:
    word = sentence.lower[position]
    if sentence.tags[position] == "PRELS":
        return {"der": NOM | DAT, "die": NOM | ACC, "das": NOM | ACC, "den": ACC, "dem": DAT, "denen": DAT}.get(
            word, GEN
        )
    return _PRONOUN_CASES.get(word, ANY_CASE)


def _refer(
    sentence: Sentence, phrase: Phrase, nouns: list[int], at: dict[int, list[Mention]], owners: list[Mention]
) -> None:
    """Find the mention that the head or its apposition names, and the mentions that own the phrase."""
    for word in nouns:
        for mention in at.get(word, ()):
            part = mention.end + 2 < sentence.ends[word]
            if mention.form in _DIRECT and not part and phrase.direct is None and mention.role != "origin":
                phrase.direct = mention
            elif (part or mention.form in ("compound", "adjective")) and mention not in owners:
                owners.append(mention)
    for word in phrase.adjectives:
        owners.extend(
            m
            for m in at.get(word, ())
            if m not in owners and (m.form == "adjective" or m.text[:1].islower() or m.text.endswith("er"))
        )
    phrase.owners = owners
