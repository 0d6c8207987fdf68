"""A small article with hand-made rows, so that what follows from a correction does not depend on a model."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from analysis import Analysis, Document
from analysis.tables import Actor, DocumentRow, Evidence, Marker, Mention, Quote, Sentence, Stance

TEXT = (
    "Bischkek sucht Nähe.\n\n"
    "Präsident Japarow sagte: „Wir danken China, aber Moskau droht uns wohl.“ "
    "Das Außenamt nannte den „Druck Moskaus“ falsch. "
    "Moskau droht auch Astana.\n"
)
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def make_article(text: str = TEXT, doc_id: str = "d") -> Analysis:
    document = Document.from_text(text, doc_id=doc_id)
    place = Placer(text, doc_id)
    quote = place.quote("q1", "„Wir danken China, aber Moskau droht uns wohl.“", speaker="a1")
    nested = place.quote("q2", "„Druck Moskaus“", speaker="a4")
    rows: dict[str, list[Any]] = {
        "documents": [DocumentRow(doc_id, None, None, None, None, "de", False, len(text), 40, 5, document.text_sha256)],
        "segments": list(document.segments),
        "sentences": place.sentences(),
        "tokens": [],
        "mentions": [
            place.mention("m1", "Bischkek", "KG", "capital", "Kirgisistan"),
            place.mention("m2", "Japarow", "KG", "leader", "Sadyr Schaparow"),
            place.mention("m3", "China", "CN", "name", "China", voice="q1"),
            place.mention("m4", "Moskau droht uns", "RU", "capital", "Russland", voice="q1", cut=6),
            place.mention("m5", "Moskaus", "RU", "capital", "Russland", voice="q2"),
            place.mention("m6", "Moskau droht auch", "RU", "capital", "Russland", cut=6),
            place.mention("m7", "Astana", "KZ", "capital", "Kasachstan"),
        ],
        "actors": [
            Actor(doc_id, "a1", "Sadyr Schaparow", "person", "KG", "Präsident", 1, ("Japarow",)),
            Actor(doc_id, "a2", "Kirgisistan", "state", "KG", None, 1, ("Bischkek",)),
            Actor(doc_id, "a3", "Russland", "state", "RU", None, 3, ("Moskau",)),
            Actor(doc_id, "a4", "Außenamt", "organisation", None, None, 1, ("Außenamt",)),
            Actor(doc_id, "a5", "China", "state", "CN", None, 1, ("China",)),
            Actor(doc_id, "a6", "Kasachstan", "state", "KZ", None, 1, ("Astana",)),
        ],
        "quotes": [quote, nested],
        "stances": [
            place.stance("t1", "danken", "Sadyr Schaparow", "a1", "KG", "CN", 1, "q1", "m3"),
            place.stance("t2", "droht uns", "Sadyr Schaparow", "a1", "KG", "RU", -1, "q1", "m4"),
            place.stance("t3", "droht auch", "Russland", "a3", "RU", "KZ", -1, "narrator", "m7"),
        ],
        "markers": [place.marker("k1", "wohl", "hedge", "q1")],
    }
    return Analysis(document, rows)


class Placer:
    def __init__(self, text: str, doc_id: str) -> None:
        self.text, self.doc_id = text, doc_id

    def find(self, words: str, cut: int | None = None) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + (len(words) if cut is None else cut)

    def sentences(self) -> list[Sentence]:
        ends = [self.text.index(mark) + len(mark) for mark in ("Nähe.", "wohl.“", "falsch.", "Astana.")]
        starts = [0, *(end + len(self.text[end:]) - len(self.text[end:].lstrip()) for end in ends[:-1])]
        pairs = enumerate(zip(starts, ends, strict=True))
        return [Sentence(self.doc_id, n, f"s{n + 1}", n, a, b, self.text[a:b]) for n, (a, b) in pairs]

    def sentence(self, at: int) -> int:
        return max(s.sentence_id for s in self.sentences() if s.start <= at)

    def mention(self, name, words, country, form, entity, *, voice="narrator", cut=None) -> Mention:
        a, b = self.find(words, cut)
        number = self.sentence(a)
        return Mention(self.doc_id, name, number, a, b, self.text[a:b], country, form, entity, "actor", voice)

    def stance(self, name, words, holder, actor, country, target, sign, voice, mention) -> Stance:
        a, b = self.find(words)
        evidence = (Evidence(a, b, words, 0.9),)
        return Stance(
            self.doc_id, name, self.sentence(a), a, b, holder, actor, country, voice, target, mention, sign, sign * 0.8,
            False, "speech", "reader", evidence,
        )  # fmt: skip

    def quote(self, name, words, *, speaker) -> Quote:
        a, b = self.find(words)
        who = {
            "a1": ("Sadyr Schaparow", "person", "KG", "official"),
            "a4": ("Außenamt", "organisation", None, "unknown"),
        }
        full, kind, country, role = who[speaker]
        return Quote(
            self.doc_id, name, self.sentence(a), a, b, ((a, b),), words, "direct", "speech", None, None, None, speaker,
            full, kind, country, role, (), None, None, (), None, None, None, None, None, 0.9,
        )  # fmt: skip

    def marker(self, name, words, kind, voice) -> Marker:
        a, b = self.find(words)
        return Marker(self.doc_id, name, self.sentence(a), a, b, words, kind, voice)
