"""What all tests share: where the gold data lies, and the analysed article."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, and no clock: a busy machine is no failure.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "helpers"))  # for what tests of several folders measure with


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with gold data, which is not part of the project."""
    path = Path(os.environ.get("MITTELLAGE_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip(f"no gold data at {path}; set MITTELLAGE_SHARED to its folder")
    return path


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """Give what a careful reader finds in the article, as the project's own expectations."""
    return json.loads((ROOT / "tests" / "fixtures" / "article_gold.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def article() -> Any:
    """Give the analysed article."""
    from analysis import analyse, read_document

    return analyse(read_document(ROOT / "data" / "blinken_astana_2023.txt", date=date(2023, 2, 28), translated=True))


class Payload(NamedTuple):
    """What somebody may have put into a title or a name, and what it is meant to do."""

    kind: str
    text: str
    note: str


@pytest.fixture(scope="session")
def payloads() -> list[Payload]:
    """Give what a page, a spreadsheet, a terminal or a reader of XML might run, ask for, or trip over."""
    lines = (ROOT / "tests" / "fixtures" / "payloads.jsonl").read_text("utf-8").splitlines()
    found = [Payload(**json.loads(line)) for line in lines]
    # Tables hold no half of a surrogate pair; what names a document has none left.
    return [payload._replace(text=payload.text.encode("utf-8", "backslashreplace").decode()) for payload in found]


@pytest.fixture(scope="session")
def laden(payloads: list[Payload]) -> tuple[dict[str, Any], Any]:
    """Give tables and their document: every payload is text, speaker, holder, actor, frame and tag."""
    from analysis import tables
    from analysis.reading import Document
    from analysis.tables import Actor, DocumentRow, Evidence, Framing, Mention, Quote, Sentence, Stance, Token

    name, everything = "<img src=x onerror=window.__fired=1>\x1b[2J=1", " ".join(payload.text for payload in payloads)
    text, spans = "Alles auf einmal\n\n", []
    for payload in payloads:
        spans.append((len(text), len(text) + len(payload.text or "Wer")))
        text += f"{payload.text or 'Wer'} lobt Russland.\n\n"
    document = Document.from_text(
        text, doc_id=name, source=everything, outlet=everything, title=everything, any_language=True
    )
    rows: dict[str, list[Any]] = {"segments": list(document.segments)}
    rows["documents"] = [
        DocumentRow(
            name, everything, everything, everything, None, "de", False, len(text), 9, 9, document.text_sha256
        )
    ]  # fmt: skip
    for n, (payload, (start, end)) in enumerate(zip(payloads, spans, strict=True)):
        what, stop = payload.text, end + len(" lobt Russland.")
        sentence = Sentence(name, n, "s1", n, start, stop, text[start:stop])
        token = Token(name, n, n, start, end, what, what, "X", None, n, "root", what)
        mention = Mention(name, f"m{n}", n, start, end, text[start:end], "RU", "name", what, "actor", "narrator")
        actor = Actor(name, f"a{n}", what, "person", None, what, 1, (what,))
        quote = Quote(
            name, f"q{n}", n, start, stop, ((start, stop),), text[start:stop], "direct", "speech", start, end, what,
            f"a{n}", what, "person", None, "official", ((start, end),), what, what, (), start, end, what,
            None, None, 0.5,
        )  # fmt: skip
        stance = Stance(
            name, f"t{n}", n, start, end, what, f"a{n}", None, "narrator", "RU", f"m{n}", 1, 0.5, False, "speech", what,
            (Evidence(start, end, text[start:end], 1.0),),
        )  # fmt: skip
        framing = Framing(name, "frame_share", what, 0.5, 1, None, None, (f"m{n}", str(n)))
        found = {"sentences": sentence, "tokens": token, "mentions": mention, "actors": actor, "quotes": quote}
        for table, row in (*found.items(), ("stances", stance), ("framing", framing)):
            rows.setdefault(table, []).append(row)
    return {table: tables.frame(table, rows.get(table, ())) for table in tables.ROWS}, document
