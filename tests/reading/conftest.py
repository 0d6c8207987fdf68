"""Exports of press databases: the text fixtures, and the same contents as DOCX, RTF and tables."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

PRESS = Path(__file__).resolve().parents[1] / "fixtures" / "press"
NEXIS_NEW = [
    "Date and Time: Wednesday, 1 March 2023 09:12:00 CET",
    "Job Number: 190000000",
    "Documents (2)",
    "1. Kirgistan sucht neue Partner",
    "Client/Matter: -None-",
    "Search Terms: Kirgistan",
    "2. Georgien zwischen den Stühlen",
    "Client/Matter: -None-",
    "Kirgistan sucht neue Partner",
    "Nordsee-Kurier",
    "28. Februar 2023 Dienstag",
    "Copyright 2023 Nordsee-Kurier Verlag Alle Rechte vorbehalten",
    "Section: Politik; S. 4",
    "Length: 57 words",
    "Byline: Eva Muster",
    "Body",
    "Die Regierung in Bischkek hat am Montag ein Abkommen mit der Europäischen Union unterzeichnet.",
    "Update: Am Abend zog Taschkent nach.",
    "In Moskau reagierte man kühl.",
    "Classification",
    "Language: GERMAN; DEUTSCH",
    "Publication-Type: Zeitung",
    "Subject: AUSSENPOLITIK (90%)",
    "Load-Date: February 28, 2023",
    "End of Document",
    "Georgien zwischen den Stühlen",
    "Alpenpost Online",
    "March 3, 2023 Friday",
    "Length: 21 words",
    "Body",
    "In Tiflis gingen am Donnerstag Tausende auf die Straße.",
    "Load-Date: March 4, 2023",
    "End of Document",
]
FACTIVA_LINES = [
    "Kirgistan sucht neue Partner",
    "Von Eva Muster",
    "57 Wörter",
    "28 Februar 2023",
    "Nordsee-Kurier",
    "NSKU",
    "4",
    "Deutsch",
    "Copyright 2023 Nordsee-Kurier Verlag.",
    "Die Regierung in Bischkek hat am Montag ein Abkommen mit der Europäischen Union unterzeichnet.",
    "In Moskau reagierte man kühl.",
    "Dokument NSKU000020230228ej2s00007",
]
PLAIN = ["Kirgistan sucht neue Partner", "Die Regierung schweigt.", "In Moskau reagierte man kühl."]


def docx_bytes(lines: list[str]) -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def rtf_bytes(lines: list[str]) -> bytes:
    def escape(text: str) -> str:
        return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in text.replace("\\", "\\\\").replace("{", "\\{"))

    body = "\\par\n".join(map(escape, lines))
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Times;}}}}\n{body}\\par}}".encode("ascii")


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Nummer": ["17", "18"],
            "Titel": ["Kirgistan sucht", "Georgien"],
            "Datum": ["28.02.2023", "3. März 2023"],
            "Zeitung": ["Nordsee-Kurier", "Alpenpost"],
            "Volltext": ["Bischkek sucht; neue Partner,\nso heißt es.", 'In Tiflis "gingen" Tausende.'],
        }
    )


def fixtures() -> dict[str, bytes]:
    """Give every fixture by its file name."""
    data = table()
    files = {path.name: path.read_bytes() for path in sorted(PRESS.iterdir())}
    workbook, parquet = io.BytesIO(), io.BytesIO()
    data.to_excel(workbook, index=False)
    data.to_parquet(parquet)
    return files | {
        "nexis.docx": docx_bytes(NEXIS_NEW),
        "nexis.rtf": rtf_bytes(NEXIS_NEW),
        "factiva.rtf": rtf_bytes(FACTIVA_LINES),
        "plain.docx": docx_bytes(PLAIN),
        "plain.rtf": rtf_bytes(PLAIN),
        "plain.txt": "\n\n".join(PLAIN).encode("cp1252"),
        "table.csv": data.to_csv(index=False, sep=";").encode(),
        "table.xlsx": workbook.getvalue(),
        "table.parquet": parquet.getvalue(),
        "table.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in data.to_dict("records")).encode(),
    }


@pytest.fixture(scope="session")
def sources() -> dict[str, bytes]:
    """Give every fixture by its file name."""
    return fixtures()
