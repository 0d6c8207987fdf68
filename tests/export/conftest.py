"""A small article with hand-made tables, with spans that overlap, and one that is hostile wherever it can be."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis import tables
from analysis.reading import Document
from analysis.tables import Actor, DocumentRow, Evidence, Framing, Marker, Mention, Quote, Sentence, Stance

Tables = dict[str, pd.DataFrame]

TEXT = "\n\n".join(
    [
        "meinblatt",
        "Moldau ringt um Nähe",
        "CHIȘINĂU (dpa) – „Wir danken Berlin“, sagte Ministerin Popa, „aber Moskau droht uns weiter“.",
        "Der Kreml schweigt wohl dazu. Moldau bleibt Partner der EU.",
    ]
)


def make_tables(document: Document) -> Tables:
    """Build the tables of the small article."""
    text, doc_id = document.text, document.doc_id

    def place(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    body = [segment for segment in document.segments if segment.kind not in ("boilerplate", "dateline")]
    spans = [(s.segment_id, *place(text[s.start : s.end])) for s in body[:-1]]
    spans += [
        (body[-1].segment_id, *place(words))
        for words in ("Der Kreml schweigt wohl dazu.", "Moldau bleibt Partner der EU.")
    ]
    sentences = [Sentence(doc_id, n, seg, n, a, b, text[a:b]) for n, (seg, a, b) in enumerate(spans)]

    def sentence(at: int) -> int:
        return next(s.sentence_id for s in sentences if s.start <= at < s.end)

    def mention(number: int, words: str, country: str, form: str, voice: str = "narrator") -> Mention:
        start, end = place(words)
        return Mention(doc_id, f"m{number}", sentence(start), start, end, words, country, form, None, "actor", voice)

    def stance(
        number: int, words: str, holder: str | None, country: str | None, target: str, sign: int, voice: str
    ) -> Stance:
        start, end = place(words)
        return Stance(
            doc_id,
            f"t{number}",
            sentence(start),
            start,
            end,
            holder,
            None,
            country,
            voice,
            target,
            None,
            sign,
            sign * 0.7,
            number == 2,
            "act",
            "test",
            (Evidence(start, end, words, 1.0),),
        )

    first, second = place("„Wir danken Berlin“"), place("„aber Moskau droht uns weiter“")
    speaker, cue = place("Ministerin Popa"), place("sagte")
    quote = Quote(
        doc_id,
        "q1",
        1,
        first[0],
        second[1],
        (first, second),
        f"{text[slice(*first)]} … {text[slice(*second)]}",
        "direct",
        "speech",
        *speaker,
        "Ministerin Popa",
        "a1",
        "Ana Popa",
        "person",
        "MD",
        "official",
        (cue,),
        "sagte",
        "sagen",
        (),
        None,
        None,
        None,
        None,
        None,
        0.9,
    )
    hedge = place("wohl")
    rows: dict[str, list] = {
        "documents": [
            DocumentRow(
                doc_id,
                document.source,
                document.outlet,
                document.title,
                document.date,
                "de",
                document.translated,
                len(text),
                27,
                4,
                document.text_sha256,
            )
        ],
        "segments": list(document.segments),
        "sentences": sentences,
        "mentions": [
            mention(1, "Moldau", "MD", "name"),
            mention(2, "Berlin", "DE", "capital", "q1"),
            mention(3, "Moskau", "RU", "capital", "q1"),
            mention(4, "Kreml", "RU", "institution"),
            mention(5, "EU", "EU", "institution"),
        ],
        "actors": [Actor(doc_id, "a1", "Ana Popa", "person", "MD", "Außenministerin", 1, ("Ministerin Popa",))],
        "quotes": [quote],
        "stances": [
            stance(1, "danken Berlin", "Ana Popa", "MD", "DE", 1, "q1"),
            stance(2, "Moskau droht", "Russland", "RU", "MD", -1, "q1"),
            stance(3, "bleibt Partner", "narrator", None, "EU", 1, "narrator"),
        ],
        "markers": [Marker(doc_id, "k1", 2, *hedge, "wohl", "hedge", "narrator")],
        "framing": [
            Framing(doc_id, "attention_share", "RU", 0.4, 5, 0.1, 0.8, ("m3", "m4")),
            Framing(doc_id, "nomination_share", "RU:capital", 0.5, 2, None, None, ("m3", "2")),
            Framing(doc_id, "voice_share", "CN", None, 0, None, None, ()),
        ],
    }
    return {name: tables.frame(name, some) for name, some in rows.items()}


@pytest.fixture(scope="session")
def document() -> Document:
    """Give the small article."""
    return Document.from_text(
        TEXT, doc_id="d", source="moldau.txt", outlet="Meinblatt", date=date(2024, 5, 2), translated=True
    )


@pytest.fixture(scope="session")
def small_once(document: Document) -> Tables:
    """Give the tables of the small article, for readers only."""
    return make_tables(document)


@pytest.fixture
def small(document: Document) -> Tables:
    """Give the tables of the small article, to be changed."""
    return make_tables(document)


@pytest.fixture
def nothing() -> Tables:
    """Give every table without rows."""
    return {name: tables.frame(name) for name in tables.ROWS}


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}{% x %}\u202egpj.exe"


@pytest.fixture
def hostile() -> tuple[Tables, Document]:
    """Give a text and tables that are HTML, templates, formulas and control characters wherever text can stand."""
    text = f'=HYPERLINK("http://e.example","x")\x01 {HOSTILE} Ende.'
    document = Document.from_text(
        text, doc_id="../../=1+1", source="..\\..\\nul\x00.txt", outlet=HOSTILE, title=f"=cmd|' /C calc'!A0 {HOSTILE}"
    )
    end = len(text)
    mention = Mention(document.doc_id, "m1", 0, 0, end, text, "RU", "name", HOSTILE, "actor", "narrator")
    quote = Quote(
        document.doc_id,
        "q1",
        0,
        0,
        end,
        ((0, end),),
        text,
        "direct",
        "speech",
        None,
        None,
        "@SUM(1)",
        None,
        HOSTILE,
        "person",
        "RU",
        "official",
        ((0, 1),),
        "+1",
        "-1",
        (),
        None,
        None,
        "\tx",
        None,
        None,
        0.5,
    )
    stance = Stance(
        document.doc_id,
        "t1",
        0,
        0,
        end,
        HOSTILE,
        None,
        None,
        "narrator",
        "RU",
        "m1",
        -1,
        -0.5,
        False,
        "speech",
        "=r",
        (Evidence(0, end, text, 1.0),),
    )
    actor = Actor(document.doc_id, "a1", HOSTILE, "person", None, "=1", 1, ("=1", HOSTILE))
    rows = {"mentions": [mention], "quotes": [quote], "stances": [stance], "actors": [actor]}
    return {name: tables.frame(name, rows.get(name, ())) for name in tables.ROWS}, document
