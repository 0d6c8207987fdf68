"""Noun phrases of a sentence, with preposition, possible cases, and the country that they stand for.

Which country a phrase stands for follows the convention that leaders, government, army, capital and policy stand for
their state: *Chinas Subventionspraxis*, *die Reformen der usbekischen Führung*, *Außenministerium in Tokio*. A
preposition stops this inheritance: *den Anschlag auf einen Markt in der pakistanischen Stadt* says nothing of Pakistan.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from ..tables import Mention
from .clauses import Sentence
from .forms import noun_forms

NOM, ACC, DAT, GEN = 1, 2, 4, 8
# The West and the CIS hold stances; a target is a state, the EU or Central Asia.
NOT_TARGETS: Final = frozenset({"WEST", "CIS"})
_ANY: Final = NOM | ACC | DAT
_ARTICLE_CASES: Final = {
    "der": NOM | DAT | GEN, "die": NOM | ACC, "das": NOM | ACC, "den": ACC | DAT, "dem": DAT, "des": GEN,
    "ein": NOM | ACC, "eine": NOM | ACC, "einen": ACC, "einem": DAT, "eines": GEN, "einer": DAT | GEN,
}  # fmt: skip
_ENDING_CASES: Final = (("em", DAT), ("en", ACC | DAT), ("er", NOM | DAT | GEN), ("es", NOM | ACC | GEN), ("e", NOM | ACC))
_PRONOUN_CASES: Final = {
    "er": NOM, "sie": NOM | ACC, "es": NOM | ACC, "ihn": ACC, "ihm": DAT, "ihr": DAT, "ihnen": DAT, "man": NOM,
    "wir": NOM, "ich": NOM, "uns": ACC | DAT, "mich": ACC, "mir": DAT, "euch": ACC | DAT, "dieser": NOM | DAT,
    "dieses": NOM | ACC, "diese": NOM | ACC, "diesem": DAT, "diesen": ACC | DAT, "denen": DAT,
}  # fmt: skip
FIRST_PERSON: Final = frozenset("wir uns ich mich mir unser unsere unseren unserem unserer unseres".split())
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
_LINKS: Final = frozenset({",", "und", "oder", "sowie", "sondern", "auch", "aber", "noch", "wie", "nur", "nicht", "weder"})
_TIMES: Final = frozenset(
    "montag dienstag mittwoch donnerstag freitag samstag sonntag woche wochen wochenende monat monaten monate jahr jahre "
    "jahren jahres tag tage tagen abend morgen nacht mittag nachmittag mal januar februar märz april mai juni juli august "
    "september oktober november dezember uhr stunde stunden zeit jahrhundert jahrzehnt jahrzehnten".split()
)
_DIRECTIONS: Final = ("zug", "zugs", "tritt", "tritts", "reise", "kehr", "flucht", "fahrt", "weisung", "ausstieg", "ausschluss")
_JOINTS: Final = frozenset({"und", "oder", "sowie", "sondern", "noch", "wie"})
_MASCULINE: Final = frozenset("IR IQ SD SS LB YE TD VA CG CD NE OM SN XK".split())
_PLURALS: Final = frozenset({"usa", "us", "staaten", "niederlande", "niederlanden", "philippinen", "emirate", "vae"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase or pronoun; indices count the words of the sentence.

    ``owners`` are the countries that it belongs to, ``direct`` the mention that its head itself names, ``agents`` who acts
    in a participle before the noun, ``denied`` a phrase that *nicht …, sondern* rules out.
    """

    start: int
    end: int
    head: int
    clause: int
    prep: str = ""
    cases: int = _ANY
    pronoun: bool = False
    possessive: str = ""
    direct: Mention | None = None
    owners: list[Mention] = field(default_factory=list)
    owner_phrases: list[Phrase] = field(default_factory=list)
    agents: list[Phrase] = field(default_factory=list)
    adjectives: list[int] = field(default_factory=list)
    determiner: str = ""
    embedded: bool = False
    within: Phrase | None = None
    group: list[Phrase] = field(default_factory=list)
    antecedent: Phrase | None = None
    plural: bool = False
    denied: bool = False


@cache
def _standing() -> dict[str, str]:
    table: dict[str, str] = {}
    path = Path(__file__).with_name("heads.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file, delimiter="\t"))[1:]:
            for form in noun_forms(row[0]):
                table.setdefault(form.lower(), row[1])
    return table


@cache
def standing(noun: str) -> str:
    """Say whether a noun stands for its state (*Führung*, *US-Außenministerium*), never does, or may (empty).

    Examples
    --------
    >>> standing("Außenminister"), standing("Demonstranten"), standing("Reformen")
    ('state', 'private', '')
    """
    table = _standing()
    word = noun.lower()
    if word in table:
        return table[word]
    parts = word.split("-")
    if parts[-1] in table:
        return table[parts[-1]]
    for cut in range(3, len(word) - 3):
        if word[cut:] in table and (len(word) - cut > 4):
            return table[word[cut:]]
    return ""


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
    _link_owners(sentence, phrases)
    _link_groups(sentence, phrases)
    _link_relatives(sentence, phrases)
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
    if tags[position] in ("APPR", "APPRART") or lower[position] in _CONTRACTED and tags[position][:2] == "AP":
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
    while position < size and (tags[position] in _DETERMINERS or lower[position] in _QUOTES or lower[position] == "alle"):
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
            if position + 1 < size and (not nouns or tags[position + 1] in ("NN", "NE")) and _inside(sentence, position):
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
        elif not nouns and tag in ("ADV", "ADJD", "PTKA", "PIAT") and _before_adjective(sentence, position):
            pass
        elif word in (",", "aber", "und", "sowie") and adjectives and not nouns and _before_adjective(sentence, position):
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
    phrase.plural = noun in _PLURALS or not country and (
        ending == "en" if phrase.determiner == "die" and ending else sentence.feature(phrase.head, "Number") == "Plur"
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


def is_genitive(sentence: Sentence, word: int, mention: Mention) -> bool:
    """Whether a name carries the genitive: *Moskaus*, *der Mongolei* does not show it, *Belarus* ends in s by itself."""
    text = mention.text.rsplit(" ", 1)[-1] if " " in mention.text else sentence.words[word]
    if text[-1:] in "’'" or text.endswith(("'s", "’s")):
        return True
    if not text.endswith("s"):
        return False
    entity = (mention.entity or "").split()
    return text not in entity and (sentence.feature(word, "Case") == "Gen" or text.lower() not in _NATIVE_S)


_NATIVE_S: Final = frozenset(
    "belarus laos honduras barbados zypern paris vilnius tiflis damaskus tunis athens bahamas seychellen kreis texas "
    "kansas arkansas illinois massachusetts weißes haus niamey los angeles lukas thomas markus klaus hans alexis".split()
)


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
        if is_genitive(sentence, position, mention) and sentence.tags[last] == "NN" and standing(sentence.words[last]) != "state":
            return False
        if _named(at, last):
            return before[-1].form == "leader" and mention.form == "leader"
        return mention.form == "leader" or sentence.tags[last] == "NN" and standing(sentence.words[last]) == "state" and (
            mention.form != "name" and not is_genitive(sentence, position, mention)
        )
    return sentence.tags[position] in ("NE", "FM") or sentence.tags[last] in ("NE", "FM", "TRUNC") and not _named(at, last)


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
        return _ANY | GEN
    if tag == "ART" and determiner in _ARTICLE_CASES:
        return _ARTICLE_CASES[determiner]
    for ending, cases in _ENDING_CASES:
        if determiner.endswith(ending):
            return cases
    return NOM | ACC


def _pronoun_cases(sentence: Sentence, position: int) -> int:
    word = sentence.lower[position]
    if sentence.tags[position] == "PRELS":
        return {"der": NOM | DAT, "die": NOM | ACC, "das": NOM | ACC, "den": ACC, "dem": DAT, "denen": DAT}.get(word, GEN)
    return _PRONOUN_CASES.get(word, _ANY)


def _refer(sentence: Sentence, phrase: Phrase, nouns: list[int], at: dict[int, list[Mention]], owners: list[Mention]) -> None:
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


def _link_owners(sentence: Sentence, phrases: list[Phrase]) -> None:
    """Link genitives and places of institutions: *die Führung der Ukraine*, *Regierung in Ankara*."""
    for left, right in zip(phrases, phrases[1:], strict=False):
        if right.pronoun or left.pronoun or right.start != left.end or right.clause != left.clause:
            continue
        noun = sentence.lower[left.head]
        kind = standing(sentence.words[left.head])
        owned = False
        if not right.prep:
            owned = _is_genitive_phrase(sentence, left, right)
        elif right.prep in ("in", "aus", "von") and right.direct is not None and kind == "state" and left.direct is None:
            owned = right.prep != "von" or not left.owners
        elif noun in _TIMES:
            owned = False
        elif right.prep == "aus" and right.direct is not None and sentence.tags[left.head] == "NN" and kind != "private":
            owned = not noun.endswith(_DIRECTIONS) and left.direct is None
        elif right.prep == "von" and left.direct is None and not left.owners and sentence.tags[left.head] == "NN":
            owned = not _is_passive(sentence, left.clause) or _other_agent(phrases, right)
        elif right.prep == "durch" and noun.endswith("ung"):
            right.embedded = True
        if owned:
            right.embedded, right.within = True, left
            left.owner_phrases.append(right)


def _is_genitive_phrase(sentence: Sentence, left: Phrase, right: Phrase) -> bool:
    if left.direct is not None and left.direct.form in ("name", "capital", "region") and sentence.tags[left.head] != "NN":
        return False
    if right.determiner:
        if right.cases & GEN == 0:
            return False
        if right.cases == GEN:
            return True
        token = sentence.doc[sentence.tokens[right.head]]
        dep = token.dep_
        return dep in ("nmod", "nmod:poss", "dep", "appos") or sentence.feature(right.head, "Case") == "Gen"
    if right.direct is not None and right.head == right.start:
        return is_genitive(sentence, right.head, right.direct)
    if right.adjectives and sentence.words[right.adjectives[0]].endswith("er"):
        return sentence.doc[sentence.tokens[right.head]].dep_ == "nmod"
    return False


def _is_passive(sentence: Sentence, clause: int) -> bool:
    return any(sentence.lower[w] in ("wird", "wurde", "wurden", "werden", "worden", "werde") for w in sentence.clauses[clause].words)


def _other_agent(phrases: list[Phrase], phrase: Phrase) -> bool:
    return any(p is not phrase and p.clause == phrase.clause and p.prep in ("von", "durch") for p in phrases)


def _link_groups(sentence: Sentence, phrases: list[Phrase]) -> None:
    """Link coordinated phrases: *Moskau, Peking und Brüssel*; *nicht nur Warschau, sondern auch Prag*."""
    chain: list[Phrase] = []
    joined = False
    free = [phrase for phrase in phrases if phrase.within is None]

    def close() -> None:
        if joined and len(chain) > 1:
            for phrase in chain:
                phrase.group = list(chain)

    for left, right in zip([None, *free], free, strict=False):
        between = sentence.lower[left.end : right.start] if left else []
        between = [word for word in between if word not in _QUOTES]
        fits = (
            left is not None
            and bool(between)
            and all(word in _LINKS for word in between)
            and left.clause == right.clause
            and (right.prep in ("", left.prep))
            and (bool(left.prep) or bool(left.cases & right.cases))
        )
        if fits and left is not None and "sondern" in between and _is_ruled_out(sentence, left):
            left.denied = True
            close()
            chain, joined = [], False
            continue
        if fits and left is not None:
            chain = chain or [left]
            chain.append(right)
            joined = joined or any(word in _JOINTS for word in between)
            if not right.prep and left.prep:
                right.prep, right.cases = left.prep, 0
        else:
            close()
            chain, joined = [], False
    close()


def _is_ruled_out(sentence: Sentence, phrase: Phrase) -> bool:
    """*nicht fehlendes Geld, sondern die Ukraine* rules out; *nicht nur Warschau, sondern auch Prag* does not."""
    before = sentence.lower[max(0, phrase.start - 2) : phrase.start]
    return "nicht" in before and "nur" not in before and "allein" not in before


def _link_relatives(sentence: Sentence, phrases: list[Phrase]) -> None:
    """Link relative pronouns to what stands before them, and read their case from its gender."""
    for index, phrase in enumerate(phrases):
        if sentence.tags[phrase.head] not in ("PRELS",) and phrase.determiner not in ("dessen", "deren"):
            continue
        before = [p for p in phrases[:index] if not p.pronoun and p.clause != phrase.clause]
        if not before:
            continue
        antecedent = before[-1]
        word = sentence.lower[phrase.head]
        if antecedent.within is not None and word in ("das", "dem") and sentence.feature(antecedent.head, "Gender") == "Fem":
            antecedent = antecedent.within
        phrase.antecedent = antecedent
        if word == "der" and not phrase.prep:
            hidden = antecedent.determiner == "der" and not antecedent.cases & NOM and not antecedent.prep
            phrase.cases = DAT if antecedent.determiner in ("die", "eine", "einer") or hidden else NOM
        phrase.plural = antecedent.plural


def country_of(sentence: Sentence, phrase: Phrase, *, depth: int = 0) -> Mention | None:
    """Give the mention of the country that a phrase stands for as a target, or none."""
    if depth > 4:
        return None
    if phrase.antecedent is not None:
        return country_of(sentence, phrase.antecedent, depth=depth + 1)
    if phrase.direct is not None:
        return phrase.direct
    kind = standing(sentence.words[phrase.head])
    if kind == "private":
        return None
    stems = [m for m in phrase.owners if m.role != "language"]
    # In "Brüssels Zentralasienpolitik" and "die Russlandpolitik der Regierung" the compound names the topic.
    topics = [m for m in stems if m.end <= sentence.ends[phrase.head] - 3 and m.start == sentence.starts[phrase.head]]
    topics = [m for m in topics if not m.text.isupper()]
    for mention in stems:
        if mention not in topics:
            return mention
    for owner in [*phrase.owner_phrases, *phrase.agents]:
        found = country_of(sentence, owner, depth=depth + 1)
        if found is not None:
            return found
    return topics[0] if topics and not phrase.owner_phrases else None
