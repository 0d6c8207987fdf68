"""Make the folder that the examples of the documentation run in: the article, example files and a small corpus."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "docs" / "howto" / "examples"

# Six short texts of our own words, by their file's name, which tells outlet and day.
ARTICLES = {
    "abendpost_2023-01-12": (
        "Kasachstan empfängt Delegation aus Peking",
        "Kasachstan lobte die Zusammenarbeit mit China. „China ist ein verlässlicher Partner“, sagte der kasachische "
        "Präsident Kassym-Schomart Tokajew am Donnerstag in Astana. Russland kritisierte das Treffen.",
    ),
    "abendpost_2023-03-02": (
        "Washington wirbt um Usbekistan",
        "Die USA versprachen Usbekistan Hilfe. „Wir unterstützen die Unabhängigkeit Usbekistans“, sagte "
        "US-Außenminister Antony Blinken in Taschkent. Kasachstan lobte Russland.",
    ),
    "abendpost_2023-05-20": (
        "China lädt nach Xi'an",
        "China kündigte Kredite für Kirgistan und Tadschikistan an. Der chinesische Präsident Xi Jinping nannte "
        "Zentralasien einen wichtigen Nachbarn. Die USA warnten Russland.",
    ),
    "tagesblatt_2023-02-03": (
        "Russland liefert mehr Gas",
        "Russland und Usbekistan einigten sich auf Lieferungen. „Wir vertrauen Russland“, sagte der usbekische "
        "Energieminister. Die EU kritisierte Russland scharf.",
    ),
    "tagesblatt_2023-03-15": (
        "Streit an der Grenze",
        "Tadschikistan warf Kirgistan Angriffe vor. Kirgistan wies die Vorwürfe zurück und lobte Russland. Kasachstan "
        "kritisierte China.",
    ),
    "tagesblatt_2023-06-01": (
        "Brüssel prüft Sanktionen",
        "Die EU drohte Kirgistan mit Sanktionen. Deutschland kritisierte Russland. Kasachstan lobte die USA und warnte "
        "Russland.",
    ),
}


def fill(folder: Path) -> Path:
    """Return the folder, with everything in it that an example names."""
    (folder / "data").mkdir(parents=True)
    for path in (ROOT / "data").iterdir():
        shutil.copy(path, folder / "data")
    shutil.copy(ROOT / "data" / "blinken_astana_2023.txt", folder / "article.txt")
    for path in sorted(EXAMPLES.iterdir()):
        shutil.copy(path, folder)
    (folder / "articles").mkdir()
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["doc_id", "outlet", "date", "title", "text"])
        for name, (title, text) in ARTICLES.items():
            whole = f"{title}\n\n{text}\n"
            (folder / "articles" / f"{name}.txt").write_text(whole, encoding="utf-8")
            table.writerow([name, *name.split("_"), title, whole])
    return folder
