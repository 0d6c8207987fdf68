"""Press exports: the text alone, with title, outlet and day; what is left out without being known is told."""

from __future__ import annotations

import io
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import ReadingError
from analysis.reading import Document, ReadingFailure, iter_documents
from analysis.reading.dates import parse_date
from analysis.reading.importing.article import Article
from analysis.reading.importing.databases import detect_system, export_paragraphs, read_export, read_marked
from analysis.reading.importing.databases.lines import cut_foot, is_data, is_known, left_out

PRESS = Path(__file__).resolve().parents[1] / "fixtures" / "press"


def articles(text: str, system: str | None = None) -> list[Article]:
    """Read an export, given one paragraph a line."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = detect_system(lines)
    assert system is None or found == system
    return list(read_export(system or found or "", lines, name="x"))


def body(article: Article) -> list[str]:
    """Give the paragraphs below the title."""
    paragraphs = article.text.split("\n\n")
    return paragraphs[1:] if article.title else paragraphs


def read(path: Path, data: bytes | None = None, **options: object) -> list[Document]:
    if data is not None:
        path.write_bytes(data)
    items = list(iter_documents(path, **options))  # type: ignore[arg-type]
    assert not [item for item in items if isinstance(item, ReadingFailure)], items
    return [item for item in items if isinstance(item, Document)]


def test_nexis_text_file_with_odd_texts() -> None:
    first, second, third, fourth = read(PRESS / "nexis_alt.txt")
    assert (first.title, first.outlet, first.date) == (
        "Tadschikistan sucht einen Weg zwischen zwei Nachbarn", "Nordsee-Kurier", date(2023, 3, 6),
    )  # fmt: skip
    assert first.text.split("\n\n")[1:] == [
        "Duschanbe will mit Peking und mit Moskau auskommen, doch das wird schwieriger.",
        "DUSCHANBE: Tadschikistan hat am 3. März 2023 ein Abkommen mit China geschlossen. "
        "In Moskau lobte man das Papier nicht.",
        "Der Bote sagte: Es bleibt schwierig.",
        "Update: Der Minister hat inzwischen geantwortet und lobt beide Nachbarn.",
    ]
    assert first.remarks == ("exported by Nexis",)
    assert (second.outlet, second.date) == ("Alpenpost Online", date(2023, 3, 3))
    assert second.text.split("\n\n") == [
        "In Tiflis gingen am Donnerstag Tausende auf die Straße.",
        "LÄNGE: So heißt ein Fluss im Norden, an dem sich beide Seiten trafen.",
        "Fazit: Georgien bleibt neutral.",
    ]
    assert second.remarks[1:] == ('unknown data lines at the foot were left out: "SONDER-KENNUNG: X17"',)
    assert (third.title, third.outlet, third.date) == ("Kein Tag genannt", "Bergbote", None)
    assert third.text.split("\n\n")[1:] == ["Usbekistan wartet ab, was Russland tut."]
    assert third.remarks[1:] == (
        'unknown data lines at the head were left out: "SEITENZAHL: 9"',
        'unknown data lines at the foot were left out: "Meinung + Diskussion"',
        "the date 'Frühjahr 2023' was not understood",
    )
    assert fourth.title == "Fünf Länder, ein Ziel"
    assert fourth.text.split("\n\n")[1:] == [
        "Die Anteile in Prozent:", "Kasachstan: 19", "Usbekistan: 35",
        "Das ist der Stand der Dinge, sagte ein Sprecher in Taschkent.",
    ]  # fmt: skip


LABELS = {
    "de": (
        "Dokument 1 von 2", "4. März 2023 Samstag", "RUBRIK: POLITIK; S. 4",
        "LÄNGE: 57 Wörter", "UPDATE: 5. März 2023", "SPRACHE: GERMAN; DEUTSCH",
    ),
    "en": (
        "1 of 2 DOCUMENTS", "March 4, 2023 Saturday", "SECTION: POLITIK; S. 4",
        "LENGTH: 57 words", "LOAD-DATE: March 5, 2023", "LANGUAGE: GERMAN; DEUTSCH",
    ),
    "fr": (
        "1 de 2 DOCUMENTS", "samedi 4 mars 2023", "RUBRIQUE: POLITIK; S. 4",
        "LONGUEUR: 57 mots", "DATE-CHARGEMENT: 5 mars 2023", "LANGUE: GERMAN; DEUTSCH",
    ),
    "nl": (
        "1 van 2 DOCUMENTEN", "4 maart 2023 zaterdag", "SECTIE: POLITIK; S. 4",
        "LENGTE: 57 woorden", "LAAD-DATUM: 5 maart 2023", "TAAL: GERMAN; DEUTSCH",
    ),
    "es": (
        "Documento 1 de 2", "4 de marzo de 2023 sábado", "SECCIÓN: POLITIK; S. 4",
        "EXTENSIÓN: 57 palabras", "FECHA-CARGA: 5 de marzo de 2023", "IDIOMA: GERMAN; DEUTSCH",
    ),
    "it": (
        "1 di 2 DOCUMENTI", "sabato 4 marzo 2023", "SEZIONE: POLITIK; S. 4",
        "LUNGHEZZA: 57 parole", "DATA-CARICAMENTO: 5 marzo 2023", "LINGUA: GERMAN; DEUTSCH",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LABELS)
def test_nexis_old_labels_of_all_languages(language: str) -> None:
    start, day, section, length, loaded, tongue = LABELS[language]
    text = (
        f"{start}\nNordsee-Kurier\n{day}\nKasachstan rückt ab\n{section}\n{length}\n"
        f"Kasachstan will Russland nicht verärgern.\nChina wartet ab.\n{loaded}\n{tongue}\nXYZ-KENNUNG: ab 4 b\n"
    )
    first, second = articles(text + text.replace("1", "2", 1), "nexis")
    for article in (first, second):
        assert (article.title, article.outlet) == ("Kasachstan rückt ab", "Nordsee-Kurier")
        assert parse_date(article.date) == date(2023, 3, 4)
        assert body(article) == ["Kasachstan will Russland nicht verärgern.", "China wartet ab."]
        assert article.remarks == ('unknown data lines at the foot were left out: "XYZ-KENNUNG: ab 4 b"',)


UNI = {
    "de": (
        "Hauptteil", "Klassifizierung", "Sprache",
        "Ladedatum: 5. März 2023", "Ende des Dokuments", "4. März 2023 Samstag",
    ),
    "en": (
        "Body", "Classification", "Language",
        "Load-Date: March 5, 2023", "End of Document", "March 4, 2023 Saturday",
    ),
    "fr": (
        "Corps", "Classification", "Langue",
        "Date de chargement: 5 mars 2023", "Fin du document", "4 mars 2023 samedi",
    ),
    "nl": (
        "Hoofdtekst", "Classificatie", "Taal",
        "Laaddatum: 5 maart 2023", "Einde van document", "4 maart 2023 zaterdag",
    ),
    "es": (
        "Cuerpo", "Clasificación", "Idioma",
        "Fecha de carga: 5 de marzo de 2023", "Fin del documento", "4 de marzo de 2023",
    ),
    "it": (
        "Corpo", "Classificazione", "Lingua",
        "Data di caricamento: 5 marzo 2023", "Fine del documento", "4 marzo 2023 sabato",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", UNI)
def test_nexis_uni_labels_of_all_languages(language: str) -> None:
    text, classes, tongue, loaded, end, day = UNI[language]
    (article,) = articles(
        f"Kasachstan rückt ab;\nAstana sucht Nähe zu Peking\nNordsee-Kurier\n{day}\nGesamtausgabe\n"
        f"Copyright 2023 Nordsee-Kurier\nSection:\xa0POLITIK; S. 4\nLength:\xa057 words\n{text}\n"
        f"Kasachstan will Russland nicht verärgern.\nSprache: Deutsch ist dort selten.\n{classes}\n"
        f"{tongue}:\xa0GERMAN; DEUTSCH\nJournal Code:\xa0NSK\nNeue Kennung:\xa0ab12; cd\n"
        f"Subject:\xa0AUSSENPOLITIK (90%)\n{loaded}\n{end}\n",
        "nexis",
    )
    assert article.title == "Kasachstan rückt ab; Astana sucht Nähe zu Peking"
    assert (article.outlet, parse_date(article.date)) == ("Nordsee-Kurier", date(2023, 3, 4))
    assert body(article) == ["Kasachstan will Russland nicht verärgern.", "Sprache: Deutsch ist dort selten."]
    assert article.remarks == ('unknown data lines at the foot were left out: "Neue Kennung: ab12; cd"',)


LIST = """Page 1 of 3
Date and Time: Monday, 6 March 2023 10:02:00 CET
Job Number: 100000001
Documents (2)
1. Kasachstan am 4. März 2023; Ein Land sucht Nähe
Client/Matter: -None-
Search Terms: Kasachstan
Narrowed by:
Content Type
Narrowed by
News
-None-
2. No Headline In Original
Client/Matter: -None-
"""


def test_nexis_uni_list_of_texts_title_of_two_lines_and_missing_title() -> None:
    first, second = articles(
        LIST + "Kasachstan am 4. März 2023;\nEin Land sucht Nähe\nNordsee-Kurier\n6. März 2023 Montag\n"
        "Length: 9 words\nBody\nKasachstan sucht Nähe.\nUmfrage:\nWer ist Body? Der Schatten sagte: Body.\n"
        "Graphic\nDas Palais in Astana ist neu. Foto: Muster\nEin zweites Bild zeigt Almaty.\n"
        "Classification\nLanguage: GERMAN\nLoad-Date: March 6, 2023\nEnd of Document\n"
        "No Headline In Original\nAlpenpost.ch\nMarch 3, 2023 Friday\nLength: 21 words\nBody\n"
        "In Tiflis wartet man.\nLink to Image\nVon Eva Muster\nLoad-Date: March 4, 2023\nEnd of Document\n",
        "nexis",
    )
    assert first.title == "Kasachstan am 4. März 2023; Ein Land sucht Nähe"
    assert (first.outlet, parse_date(first.date)) == ("Nordsee-Kurier", date(2023, 3, 6))
    assert body(first) == ["Kasachstan sucht Nähe.", "Umfrage:", "Wer ist Body? Der Schatten sagte: Body."]
    assert first.remarks == ()
    assert (second.title, second.outlet, second.text) == (None, "Alpenpost.ch", "In Tiflis wartet man.")
    assert parse_date(second.date) == date(2023, 3, 3)
    assert second.remarks == ('unknown data lines at the foot were left out: "Von Eva Muster"',)


@pytest.mark.parametrize(
    ("between", "title"),
    [
        (["Gesamtausgabe", "Kasachstan zwischen", "den Mächten"], "Kasachstan zwischen den Mächten"),
        (["Kasachstan wählt", "Russland schaut zu"], "Kasachstan wählt Russland schaut zu"),
        (["Bayern", "Astana wählt"], "Astana wählt"),
        (["Berliner Ausgabe", "Spätausgabe", "Astana"], "Astana"),
        (["Gesamtausgabe"], None),
        (["Astana wählt neu", "Von Eva Muster"], "Astana wählt neu"),
        (["Interview;", "Wir bleiben neutral"], "Interview; Wir bleiben neutral"),
        ([], None),
    ],
)
def test_nexis_old_title_between_day_and_labels(between: list[str], title: str | None) -> None:
    lines = ["Dokument 1 von 1", "Nordsee-Kurier", "4. März 2023", *between, "LÄNGE: 8 Wörter", "Der Rat tagt heute."]
    (article,) = read_export("nexis", lines, name="x")
    assert article.title == title
    assert article.outlet == "Nordsee-Kurier"
    assert article.remarks == (
        ('unknown data lines at the head were left out: "Bayern"',) if "Bayern" in between else ()
    )
    assert article.text.endswith("Der Rat tagt heute.")


def test_nexis_text_files_whose_lines_are_not_wrapped_or_not_parted() -> None:
    long = (
        "Kasachstan will Russland nicht verärgern und sucht deshalb seit langem mehr Nähe zu Peking und zu Brüssel. "
        * 2
    )
    head = "Dokument 1 von 1\n\nNordsee-Kurier\n\n4. März 2023 Samstag\nGesamtausgabe\n\n"
    head += "Kasachstan zwischen\nden Mächten\n\n"
    data = "AUTOR: Eva Muster,\nAstana\n\nLÄNGE: 9 Wörter\n\n"
    foot = "\n\nGRAFIK: Das Palais in Astana.\nFoto: Muster\n\nZEITUNGS-CODE: NSK\n\nUPDATE: 5. März 2023\n"
    (article,) = read_export(
        "nexis", export_paragraphs(head + data + long + "\n\nAntwort: Ein Nachbar" + foot), name="x"
    )
    assert article.title == "Kasachstan zwischen den Mächten"
    assert body(article) == [long.strip(), "Antwort: Ein Nachbar"]
    assert article.remarks == ()
    parted = (head + data + "Frage: Was will Astana?\n\nAntwort: Ein Nachbar" + foot).replace("\n\n", "\n")
    (article,) = read_export("nexis", export_paragraphs(parted), name="x")
    assert article.title == "Kasachstan zwischen den Mächten"
    assert body(article) == ["Frage: Was will Astana?", "Antwort: Ein Nachbar"]


@pytest.mark.parametrize(
    "last",
    [
        "Update: Der Minister hat inzwischen geantwortet.",
        "Fazit: Kasachstan bleibt neutral.",
        "FAZIT: Kasachstan bleibt am Ende doch neutral.",
        "Person des Tages: Der Minister sagt heute nichts.",
        "Grafisch gesehen: Es geht aufwärts.",
        "Sprache: Nur wenige reden dort noch Deutsch.",
        "Land und Leute: Viele bleiben in der Stadt.",
        "Und Kasachstan? Es schweigt.",
        "„Wir bleiben neutral“, sagte er: „Immer.“",
        "Tokajew: „Wir bleiben neutral.“",
        "Der Staat zahlt am 4. März 2023.",
    ],
)
@pytest.mark.parametrize(
    "foot", [["SPRACHE: GERMAN"], ["Classification", "Language: GERMAN", "Load-Date: March 4, 2023"]]
)
def test_the_last_paragraph_of_the_text_is_no_data(last: str, foot: list[str]) -> None:
    text = ["Der Präsident reiste am Montag nach Peking.", last]
    assert cut_foot([*text, *foot], "nexis") == (text, [])
    assert cut_foot(text, "nexis") == (text, [])


@pytest.mark.parametrize(
    ("foot", "unknown"),
    [
        (["ZEITUNGS-CODE: NSK"], []),
        (["KENNUNG: NSK"], ["KENNUNG: NSK"]),
        (["GRAFIK: Das Palais", "Rechts der Gast aus Peking.", "ZEITUNGS-CODE: NSK", "UPDATE: 4. März 2023"], []),
        (["GRAFIK:", "Das Palais. Foto: Muster", "UPDATE: 4. März 2023"], []),
        (["Thema: AUSSENPOLITIK (90%); RUSSLAND (88%)"], []),
        (["Ortsliste: ASTANA (90%)", "Load-Date: March 4, 2023"], ["Ortsliste: ASTANA (90%)"]),
        (["Nummer: 0815-4711", "Load-Date: March 4, 2023"], ["Nummer: 0815-4711"]),
        (["Eva Muster", "Load-Date: March 4, 2023"], ["Eva Muster"]),
        (["Load-Date: March 4, 2023", "NSK 12", "Publication-Type: Zeitung"], ["NSK 12"]),
        (["Notes", "Anmerkung der Redaktion: Der Text ist gekürzt.", "Load-Date: March 4, 2023"], []),
        (["Classification", "Etwas ganz Neues", "Language: GERMAN"], []),
        (["Load-Date: March 4, 2023", "NSK 12"], ["NSK 12"]),
    ],
)
def test_the_foot_is_cut_and_what_is_not_known_is_told(foot: list[str], unknown: list[str]) -> None:
    text = ["Der Präsident reiste am Montag nach Peking.", "In Moskau lobte man das nicht."]
    assert cut_foot([*text, *foot], "nexis") == (text, unknown)


@pytest.mark.parametrize(
    ("line", "below", "data"),
    [
        ("JOURNAL-CODE: NSK", False, True), ("Journal Code: NSK", True, True), ("Journal Code: NSK", False, False),
        ("Subject: POLITIK (90%)", False, True), ("Fazit: Es bleibt neutral.", True, False),
        ("FAZIT: Es bleibt immer neutral.", True, False), ("ASTANA: Russland schweigt.", False, True),
        ("Kein Label", True, False), ("https://example.org: x", False, False), ("der Minister: NATO", True, False),
        ("11:20 Uhr", True, False), (":", True, False), ("", True, False),
    ],
)  # fmt: skip
def test_shape_of_data(line: str, below: bool, data: bool) -> None:
    assert is_data(line, below=below) is data


def test_known_labels_and_remarks() -> None:
    assert is_known("Load-Date: March 4, 2023", "nexis")
    assert not is_known("Update: Am Abend zog Taschkent nach.", "nexis")
    assert left_out([]) == ()
    assert left_out([f"Code {n}: X" for n in range(7)], where="head") == (
        'unknown data lines at the head were left out: "Code 0: X", "Code 1: X", "Code 2: X", "Code 3: X", '
        '"Code 4: X" and 2 more',
    )


FACTIVA = """{head}
57 Wörter
28 Februar 2023
05:00
Nordsee-Kurier
NSKU
4
Deutsch
Copyright 2023 Nordsee-Kurier Verlag. Alle Rechte vorbehalten.
Die Regierung in Bischkek hat ein Abkommen unterzeichnet.
In Moskau reagierte man kühl.
Nordsee-Kurier Verlag GmbH
Dokument NSKU000020230228ej2s00007
Search Summary
Text Kirgistan
Datum Letzte Woche"""


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Kirgistan sucht neue Partner", "Kirgistan sucht neue Partner"),
        ("Ausland\nKirgistan sucht neue Partner", "Kirgistan sucht neue Partner"),
        ("Ausland\nKirgistan sucht neue Partner\nVon Eva Muster", "Kirgistan sucht neue Partner"),
        ("Kirgistan sucht neue Partner\nEva Muster", "Kirgistan sucht neue Partner"),
        ("Meinung und Debatte\nWer nach Osten schaut\nEVA MUSTER UND JAN BEISPIEL", "Wer nach Osten schaut"),
        ("Politik\nNeue Seidenstraße", "Neue Seidenstraße"),
        ("Politik\nKrieg\nBy Eva Muster", "Krieg"),
        ("Page 1 of 2 © 2023 Factiva, Inc. All rights reserved.\nAusland\nAstana wählt", "Astana wählt"),
    ],
)
def test_factiva_title_without_section_and_author(head: str, title: str) -> None:
    (article,) = articles(FACTIVA.format(head=head), "factiva")
    assert (article.title, article.outlet, parse_date(article.date)) == (title, "Nordsee-Kurier", date(2023, 2, 28))
    assert body(article) == [
        "Die Regierung in Bischkek hat ein Abkommen unterzeichnet.",
        "In Moskau reagierte man kühl.",
    ]
    assert article.remarks == ('unknown data lines at the foot were left out: "Nordsee-Kurier Verlag GmbH"',)


@pytest.mark.parametrize(
    "lines",
    [
        "57 words\n28 February 2023\nNordsee-Kurier\nNSKU\nS. 4\nBand 12; Nummer 3\nDeutsch\n(c) 2023, NSK",
        "57 mots\n28 février 2023\nNordsee-Kurier\nNSKU\nAllemand\n© 2023 NSK",
        "1.057 Wörter\n28 Februar 2023\n14:30 Uhr\nNordsee-Kurier\nNSKU\nHauptausgabe\n4",
        "57 Wörter\n28 Februar 2023\nNordsee-Kurier",
    ],
)
def test_factiva_lines_below_the_number_of_words(lines: str) -> None:
    text = f"Astana wählt\n{lines}\nDie Regierung tagt am 3. März 2023.\nDeutsch ist selten.\n"
    text += "Dokument NSKU000020230228ej2s00007"
    (article,) = articles(text, "factiva")
    assert (article.title, article.outlet, parse_date(article.date)) == (
        "Astana wählt", "Nordsee-Kurier", date(2023, 2, 28),
    )  # fmt: skip
    assert body(article) == ["Die Regierung tagt am 3. März 2023.", "Deutsch ist selten."]


CODES = [
    ("SE", "Politik"), ("HD", "Astana wählt"), ("BY", "Eva Muster"), ("CR", "dpa"), ("WC", "57 Wörter"),
    ("PD", "28 Februar 2023"), ("ET", "05:00"), ("SN", "Nordsee-Kurier"), ("SC", "NSKU"), ("NGC", "Muster Gruppe"),
    ("GC", "CTG"), ("PG", "4"), ("LA", "Deutsch"), ("CY", "Copyright 2023 NSK."), ("LP", "Die Regierung tagt."),
    ("TD", "IN ASTANA wartet man.\nCO zwei sinkt weiter.\nRE: Der Rat schweigt."), ("ART", "Das Palais"),
    ("CO", "gazprm : Gazprom"), ("NS", "gpir : Politik"), ("RE", "kazk : Kasachstan"), ("PUB", "NSK"),
    ("AN", "Dokument NSKU000020230228ej2s00007"),
]  # fmt: skip


def test_factiva_codes_in_cells_and_a_paragraph_that_looks_like_one(tmp_path: Path) -> None:
    def cells(rows: list[tuple[str, str]]) -> str:
        return "".join(
            f"<tr><td><b>{code}</b>&nbsp;</td><td>{''.join(f'<p>{line}</p>' for line in text.split(chr(10)))}</td></tr>"
            for code, text in rows
        )

    second = [(code, text.replace("Astana wählt", "Baku wartet").replace("28", "27")) for code, text in CODES]
    page = f"<html><head><meta charset='utf-8'></head><body><table>{cells(CODES)}</table><table>{cells(second)}</table>"
    first, other = read(tmp_path / "a.html", page.encode())
    assert [(item.title, item.outlet, item.date) for item in (first, other)] == [
        ("Astana wählt", "Nordsee-Kurier", date(2023, 2, 28)), ("Baku wartet", "Nordsee-Kurier", date(2023, 2, 27)),
    ]  # fmt: skip
    paragraphs = ["Die Regierung tagt.", "IN ASTANA wartet man.", "CO zwei sinkt weiter.", "RE: Der Rat schweigt."]
    assert first.text.split("\n\n")[1:] == paragraphs
    assert other.text.split("\n\n")[1:] == paragraphs


def test_factiva_codes_before_their_text() -> None:
    rows = [row for row in CODES if row[0] not in ("SE", "TD")]
    (article,) = articles("\n".join(f"{code}\t{text}" for code, text in rows), "factiva")
    assert (article.title, body(article)) == ("Astana wählt", ["Die Regierung tagt."])


GENIOS = {
    "export": """Astana wählt am Sonntag
Kasachstan wählt am Sonntag ein neues Parlament.
Fazit: Das Land bleibt gelassen.
Eva Muster
Ressort: Politik
Quelle: Nordsee-Kurier vom 28.02.2023, Nr. 50, S. 4
ISSN: 0000-0000
Ablage: NSK-7
Dokumentnummer: NSK202302280040
Dauerhafte Adresse des Dokuments: https://www.wiso-net.example/document/NSK__1
Alle Rechte vorbehalten: (c) Nordsee-Kurier Verlag
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH""",
    "print": """wiso - Genios Druckansicht
Seite 1 von 2
Nordsee-Kurier, 28.02.2023, Nr. 50, S. 4
Ressort: Politik
Ablage: NSK-7
Astana wählt am Sonntag
Kasachstan wählt am Sonntag ein neues Parlament.
Seite 2 von 2
Fazit: Das Land bleibt gelassen.
Eva Muster
Quelle: Nordsee-Kurier, 28.02.2023, Nr. 50, S. 4
Dokumentnummer: NSK202302280040
Alle Rechte vorbehalten: (c) Nordsee-Kurier Verlag""",
    "cells": """Astana wählt am Sonntag
Nordsee-Kurier vom 28.02.2023, Nr. 50, S. 4 / Politik
Kasachstan wählt am Sonntag ein neues Parlament.
Fazit: Das Land bleibt gelassen.
Eva Muster
Quelle:
Nordsee-Kurier vom 28.02.2023, Nr. 50, S. 4
Ablage: NSK-7
Ressort:
Politik
Dokumentnummer:
NSK202302280040
Dauerhafte Adresse des Dokuments:
https://www.wiso-net.example/document/NSK__1
Alle Rechte vorbehalten:
(c) Nordsee-Kurier Verlag""",
}


@pytest.mark.parametrize("kind", GENIOS)
def test_genios_export_print_view_and_cells(kind: str) -> None:
    text = GENIOS[kind]
    first, second = articles(text + "\n" + text.replace("Astana", "Baku").replace("28.02", "27.02"), "genios")
    assert [(item.title, item.outlet, parse_date(item.date)) for item in (first, second)] == [
        ("Astana wählt am Sonntag", "Nordsee-Kurier", date(2023, 2, 28)),
        ("Baku wählt am Sonntag", "Nordsee-Kurier", date(2023, 2, 27)),
    ]
    assert body(first) == ["Kasachstan wählt am Sonntag ein neues Parlament.", "Fazit: Das Land bleibt gelassen."]
    assert body(second) == body(first)
    assert any("Ablage: NSK-7" in remark for remark in first.remarks)
    assert any("Eva Muster" in remark for remark in first.remarks)


def europresse(*texts: tuple[str, str, str, str, str]) -> str:
    """Give a page as Europresse marks it: outlet, header, title, head lines, body."""
    parts = [
        f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}</span></div>'
        f'<span class="DocHeader">{header}</span><div class="titreArticle"><p class="titreArticleVisu '
        f'rdp__articletitle">{title}</p></div>{more}</header><section><div class="docOcurrContainer">{text}</div>'
        f'</section><footer><div class="publiC-lblNodoc">news·20230304·NM·{number}</div><p>© 2023 Verlag. Tous droits '
        "réservés.</p></footer></article>"
        for number, (outlet, header, title, more, text) in enumerate(texts, 1)
    ]
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>"


PAGE = europresse(
    ("Neue Zeitung, no. 51", "Ausland, Samstag, 4. März 2023 1 412 Wörter, S. 3", "Astana &amp; Baku",
     "<p>Von Eva Muster</p><p>Zwei Länder suchen einen neuen Weg.</p><p>Muster, Eva</p>",
     "<p>Kasachstan geht auf <b>Distanz</b>.</p><ul><li><p>China wartet.</p></li></ul><p>Fazit: offen</p>"),
    ("Le Muster", "International, lundi 6 mars 2023 300 mots, p. 5", "Usbekistan zögert", "", "Usbekistan wartet ab."),
)  # fmt: skip


def test_europresse_pages_give_every_text(tmp_path: Path) -> None:
    first, second = read(tmp_path / "a.html", PAGE.encode())
    assert [(item.title, item.outlet, item.date) for item in (first, second)] == [
        ("Astana & Baku", "Neue Zeitung", date(2023, 3, 4)), ("Usbekistan zögert", "Le Muster", date(2023, 3, 6)),
    ]  # fmt: skip
    assert first.text.split("\n\n")[1:] == [
        "Zwei Länder suchen einen neuen Weg.", "Kasachstan geht auf Distanz.", "China wartet.", "Fazit: offen",
    ]  # fmt: skip
    assert first.remarks == (
        "exported by Europresse", 'unknown data lines at the head were left out: "Muster, Eva"',
    )  # fmt: skip
    assert second.text == "Usbekistan zögert\n\nUsbekistan wartet ab."


def test_europresse_without_marks(tmp_path: Path) -> None:
    text = (
        "Neue Zeitung\n\nAusland, Samstag, 4. März 2023 412 Wörter, S. 3\n\nAstana wählt\n\nVon Eva Muster\n\n"
        "Kasachstan wählt am Sonntag.\n\nChina wartet.\n\n© 2023 Neue Zeitung. Alle Rechte vorbehalten.\n\n"
        "news·20230304·NM·1\n\nLe Muster\n\nlundi 6 mars 2023 300 mots, p. 5\n\nBaku wartet\n\nBaku wartet ab.\n\n"
        "news·20230306·LM·2\n\nCe document est destiné à l'usage exclusif. Europresse 2023\n"
    )
    first, second = read(tmp_path / "a.txt", text.encode())
    assert (first.title, first.outlet, first.date) == ("Astana wählt", "Neue Zeitung", date(2023, 3, 4))
    assert first.text.split("\n\n")[1:] == ["Kasachstan wählt am Sonntag.", "China wartet."]
    assert (second.title, second.outlet, second.date) == ("Baku wartet", "Le Muster", date(2023, 3, 6))
    assert first.remarks == ("exported by Europresse",)


@pytest.mark.parametrize(
    "page",
    [
        "", "<p>Astana wählt.</p>", "<html><article><p>Astana wählt am Sonntag.</p></article></html>",
        "<article><span class='DocHeader'></span></article>", "<article class='titreArticle'>" * 3_000,
        PAGE[: len(PAGE) // 2], PAGE.replace("<section>", "").replace("docOcurrContainer", "x"),
    ],
)  # fmt: skip
def test_pages_that_are_none_of_europresse_or_broken(page: str) -> None:
    begin = time.process_time()
    assert all(article.text or article.problem for article in read_marked(page))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "lines",
    [
        ["Der Präsident sprach 512 Wörter.", "Dokument des Tages"],
        ["Quelle: dpa", "Fazit: offen"],
        ["Text", "Klassifizierung", "Grafik"],
        ["Update: 4. März 2023", "Sprache: Deutsch"],
        ["Dokument 1 von vielen", "Seite 1 von 2"],
    ],
)
def test_prose_is_no_export(lines: list[str]) -> None:
    assert detect_system(lines) is None


@pytest.mark.parametrize("system", ["nexis", "factiva", "genios", "europresse"])
@pytest.mark.parametrize("lines", [[], ["x"], ["Dokument 1 von 1"], ["Body"], ["End of Document"], ["57 Wörter"]])
def test_a_file_without_a_text_is_refused_or_told(system: str, lines: list[str]) -> None:
    with suppress(ReadingError):
        assert all(article.text or article.problem for article in read_export(system, lines, name="x"))


@pytest.mark.parametrize(
    "line", ["A" * 200_000, "a: " * 60_000, "A-B " * 50_000, "GRAFIK: " + "x " * 90_000, ", " * 90_000]
)
@pytest.mark.parametrize("system", ["nexis", "factiva", "genios", "europresse"])
def test_giant_lines_cost_linear_time(system: str, line: str) -> None:
    begin = time.process_time()
    detect_system([line])
    cut_foot([line, line, "Load-Date: March 4, 2023"], system)
    export_paragraphs(f"Dokument 1 von 1\n\n{line}\n{line}")
    assert time.process_time() - begin < 2


def docx(lines: list[str]) -> bytes:
    library = pytest.importorskip("docx")
    document = library.Document()
    for line in lines:
        document.add_paragraph(line)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def test_ways_in_agree_about_one_export(tmp_path: Path) -> None:
    lines = [line for line in GENIOS["export"].splitlines() if line]
    html = "<meta charset='utf-8'>" + "".join(f"<p>{line}</p>" for line in lines)
    texts = {
        read(tmp_path / name, data)[0].text
        for name, data in (
            ("a.txt", "\n".join(lines).encode()),
            ("b.txt", "\r\n\r\n".join(lines).encode("cp1252")),
            ("c.html", html.encode()),
            ("d.docx", docx(lines)),
        )
    }
    assert len(texts) == 1


TABLES = {
    "lnt.csv": """"","ID","Source_File","Newspaper","Date","Length","Section","Author","Headline","Graphic","Article"
"1",17,"a.docx","Nordsee-Kurier","2023-03-04","9 words","POLITIK","Eva","Astana wählt",FALSE,"Kasachstan wählt."
""",
    "mediacloud.csv": """id,indexed_date,language,media_name,media_url,publish_date,title,url,text
17,2023-03-05,de,Nordsee-Kurier,kurier.example,2023-03-04,Astana wählt,https://kurier.example/a,Kasachstan wählt.
""",
    "mediacloud_old.csv": """stories_id,publish_date,title,url,language,themes,media_id,media_name,story_text
17,2023-03-04 09:00:00,Astana wählt,https://kurier.example/a,de,,5,Nordsee-Kurier,Kasachstan wählt.
""",
    "newsplease.jsonl": """{"authors": ["Eva Muster"], "date_download": "2023-03-05 10:00:00", "date_modify": null, \
"date_publish": "2023-03-04 09:00:00", "description": "Kurz", "language": "de", "maintext": "Kasachstan wählt.", \
"source_domain": "Nordsee-Kurier", "title": "Astana wählt", "title_page": null, "url": "https://kurier.example/a"}
""",
    "fundus.jsonl": """{"title": "Astana wählt", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": \
["Kasachstan wählt."]}]}, "publishing_date": "2023-03-04T09:00:00+01:00", "authors": ["Eva Muster"], "lang": "de", \
"publisher": "Nordsee-Kurier", "topics": ["Wahl"], "url": "https://kurier.example/a"}
""",
    "fundus_flat.jsonl": """{"title": "Astana wählt", "plaintext": "Kasachstan wählt.", "body": {"summary": ["x"]}, \
"publishing_date": "2023-03-04 09:00:00+01:00", "publisher": {"name": "Nordsee-Kurier"}, "lang": "de"}
""",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_other_tools_are_read_without_a_mapping(tmp_path: Path, name: str) -> None:
    (document,) = read(tmp_path / name, TABLES[name].encode())
    assert (document.title, document.outlet, document.date) == ("Astana wählt", "Nordsee-Kurier", date(2023, 3, 4))
    assert document.text == "Kasachstan wählt."
    assert document.language == "de"
    assert document.doc_id == "17" or "17" not in TABLES[name]
    assert document.source == "https://kurier.example/a" or "https" not in TABLES[name]
    assert document.remarks == ()


def test_records_nested_without_end_or_without_text_are_told(tmp_path: Path) -> None:
    rows = ['{"text": {"a": 1}}', '{"text": []}', '{"text": ' + "[" * 400 + '"Astana wählt."' + "]" * 400 + "}"]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    first, second, third = iter_documents(tmp_path / "a.jsonl")
    assert isinstance(first, ReadingFailure)
    assert isinstance(second, ReadingFailure)
    assert "not a string" in first.reason
    assert isinstance(third, Document)
    assert third.text == "Astana wählt."
