"""Invented news texts of any number, and stores of them: states, leaders, private persons and quotes in templates."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from analysis.corpus.engine import Stage, _rows, write_part
from analysis.corpus.partition import keyed, partition_of
from analysis.corpus.run import describe_environment, describe_method
from analysis.corpus.store import Store
from analysis.pipeline import Options, iter_results
from analysis.reading import Document

OUTLETS = ("Morgenblatt", "Abendpost", "Tageskurier")
_COUNTRIES = {
    "Russland": ("Moskau", "russische", "Wladimir Putin"),
    "China": ("Peking", "chinesische", "Xi Jinping"),
    "Kasachstan": ("Astana", "kasachische", "Kassym-Jomart Tokajew"),
    "Usbekistan": ("Taschkent", "usbekische", "Schawkat Mirsijojew"),
    "Deutschland": ("Berlin", "deutsche", "Olaf Scholz"),
}
_PEOPLE = ("Ansgar Wollmer", "Friederike Sandholt", "Jekaterina Obuchowa", "Timur Beissenow", "Almut Krähenbrink")
_TOPICS = ("Gasleitung", "Grenzübergang", "Wasserkraftwerk", "Eisenbahnstrecke", "Freihandelszone", "Uranmine")
_OPENINGS = (
    "{a} und {b} streiten seit dem Frühjahr über eine {topic} am Rand der Steppe.",
    "{a} will mit {b} bis zum Herbst eine neue {topic} bauen, obwohl niemand das Geld dafür hat.",
    "Die {adj} Regierung hat den Vertrag über die {topic} am Donnerstag überraschend gekündigt.",
)
_MIDDLES = (
    "„Wir lassen uns von {b} nicht länger unter Druck setzen“, sagte {person} nach der Sitzung in {capital}.",
    "{leader} kritisierte {b} scharf und sprach von einem Angriff auf die Souveränität des Landes.",
    "Nach Angaben von {person} wurden dort bereits drei Brücken gesprengt und vier Dörfer geräumt.",
    "Der Händler {person} erzählt, er habe seit Wochen keinen einzigen Lastwagen mehr gesehen.",
    "{a} müsse seine Sicherheit selbst in die Hand nehmen, forderte {leader} im Parlament.",
    "{b} lobte die Zusammenarbeit mit {a} als vorbildlich für die ganze Region.",
    "Vermutlich werden die Sanktionen des Westens gegen {b} den Handel noch weiter verteuern.",
    "Die {adj} Wirtschaft wächst, doch die Menschen in {capital} spüren davon offenbar wenig.",
)
_ENDINGS = (
    "Wie es mit der {topic} weitergeht, kann am Ende nur {capital} entscheiden.",
    "Experten warnen, dass {a} zwischen {b} und dem Westen zerrieben werden könnte.",
    "Für {person} ist die Sache klar: Ohne {b} gibt es hier keine Zukunft.",
)


def invent(number: int, *, seed: int = 0) -> list[Document]:
    """Invent articles of a title, a lead, four to six sentences and an end; the same seed gives the same texts."""
    chance = random.Random(seed)
    documents = []
    for index in range(number):
        a, b = chance.sample(list(_COUNTRIES), 2)
        capital, adjective, leader = _COUNTRIES[a]
        values: dict[str, Any] = {"a": a, "b": b, "capital": capital, "adj": adjective, "leader": leader}

        def say(template: str, values: dict[str, Any] = values) -> str:
            return template.format(**values, person=chance.choice(_PEOPLE), topic=chance.choice(_TOPICS))

        body = [say(line) for line in chance.sample(_MIDDLES, chance.randint(4, 6))]
        text = "\n\n".join(
            [
                say("Ärger um die {topic}: {a} ringt mit {b}"),
                say(chance.choice(_OPENINGS)),
                " ".join(body[:3]),
                " ".join(body[3:]),
                say(chance.choice(_ENDINGS)) + f" Der Streit geht nun in seine {index + 2}. Woche.",
            ]
        )
        documents.append(
            Document.from_text(
                text,
                doc_id=f"blatt-{index:04}",
                source=f"archiv/Ärger um {a}/{index:04}.txt",
                outlet=OUTLETS[index % len(OUTLETS)],
                date=date(2023, 1, 9) + timedelta(days=11 * index % 360),
            )
        )
    return documents


def build_store(root: Path, documents: list[Document], *, size: int = 50) -> Path:
    """Build a corpus store of documents in this process, without Dask, and return its folder."""
    stage = Stage(iter_results, Options())
    store = Store(root, made=describe_method(stage), noted=describe_environment())
    items = [keyed(document) for document in documents]
    for begin in range(0, len(items), size):
        part = partition_of(items[begin : begin + size])
        rows = [_rows(stage, result) for result in iter_results([item.document for item in part.documents])]
        store.commit([write_part(part, root, rows)])
    return root
