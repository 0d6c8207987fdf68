"""Linking: hashes and pseudonyms, the same in every table of a package, that nobody without the texts can turn back.

Two secrets that are no secret to whoever holds the texts: the *salt* stands in the package, so that a text at hand can
be matched with its row; the *key* does not, since a name, unlike a text, can be guessed from a list of names. Both are
made from the hashes of the texts, so that the same corpus gives the same package.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ...charts import label
from ...tables import NARRATOR

_DOCUMENT: Final = re.compile("doc-[0-9]{6,12}-([0-9a-f]{16})")
# A longer name repeats too much of the text that it stands in: Europäische Bank für Wiederaufbau und Entwicklung.
LONGEST_NAME: Final = 4


def document_digest(doc_id: str) -> bytes:
    """Return the eight bytes by which the bootstrap over documents draws; the id in a package gives the same.

    Examples
    --------
    >>> document_digest("a") == document_digest(packed_id("a", 1))
    True
    """
    match = _DOCUMENT.fullmatch(doc_id)
    if match:
        return bytes.fromhex(match[1])
    return hashlib.blake2b(doc_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def packed_id(doc_id: str, rank: int) -> str:
    """Return the id of a document in a package; the rank keeps the order in which means over documents are drawn."""
    return f"doc-{rank:06}-{document_digest(doc_id).hex()}"


class Linking:
    """The hashes and pseudonyms of one package.

    Parameters
    ----------
    texts : iterable of str
        SHA-256 of every text.
    documents : iterable of str
        Id of every document.
    keep : frozenset of str
        ``names`` keeps names, ``ids`` the ids of documents.
    public : iterable of str
        Names that may stand beside those of our lists, such as the names of states.
    """

    def __init__(
        self,
        texts: Iterable[str],
        documents: Iterable[str],
        *,
        keep: frozenset[Any] = frozenset(),
        public: Iterable[str] = (),
    ) -> None:
        self._ranks = {doc_id: rank for rank, doc_id in enumerate(sorted(set(documents)), 1)}
        together = "\n".join(sorted(texts)).encode()
        self.keep = keep
        self.salt = hashlib.sha256(b"mittellage salt\n" + together).hexdigest()[:32]
        self._key = hashlib.sha512(b"mittellage key\n" + together).digest()
        self._public = frozenset(public)

    def document(self, doc_id: str) -> str:
        """Return the id of a document in the package."""
        if "ids" in self.keep:
            return doc_id
        return packed_id(doc_id, self._ranks.get(doc_id, 0))  # codings may speak of a text that is not in the tables

    def text(self, sha256: str) -> str:
        """Return the salted hash of a text."""
        return hashlib.sha256(f"{self.salt}{sha256}".encode()).hexdigest()

    def name(self, name: str) -> str:
        """Return a name if it is public or to be kept, else its pseudonym."""
        words = name.split()
        listed = "names" in self.keep or name in self._public or name in public_names()
        if listed and len(words) <= LONGEST_NAME:
            return name
        if listed:
            return f"{' '.join(words[:LONGEST_NAME])}… {self.pseudonym(name)[-4:]}"
        return self.pseudonym(name)

    def person(self, name: str) -> str:
        """Return the name of a private person if names are to be kept, else its pseudonym."""
        return name if "names" in self.keep and len(name.split()) <= LONGEST_NAME else self.pseudonym(name)

    def item(self, item_id: str) -> str:
        """Return a pseudonym for the id of a coded item, which may hold the id of its document."""
        return item_id if "ids" in self.keep else self.pseudonym(item_id, kind="item")

    def pseudonym(self, text: str, *, kind: str = "name") -> str:
        """Return a keyed hash that stands for a text wherever it occurs."""
        return f"{kind}-{hmac.new(self._key, text.encode('utf-8', 'surrogatepass'), 'sha256').hexdigest()[:10]}"


@cache
def state_names() -> frozenset[str]:
    """Return the names of states, regions and unions, in German and English."""
    codes = {row["code"]: row["name"] for row in _list("countries.tsv")}
    return frozenset({*codes.values(), *(label(code, "de") for code in codes), *(label(code, "en") for code in codes)})


def _list(table: str) -> list[dict[str, str]]:
    from ... import actors

    return list(csv.DictReader((files(actors) / table).read_text("utf-8").splitlines(), delimiter="\t"))


@cache
def public_names() -> frozenset[str]:
    """Return the names that our own lists hold: states, organisations, leaders of states."""
    organisations = {row["name"] for row in _list("organisations.tsv")}
    return frozenset({*organisations, *state_names(), *leader_names(), NARRATOR})


@cache
def leader_names() -> frozenset[str]:
    """Return the names of leaders of states, under every spelling of our list."""
    found = set()
    for row in _list("leaders.tsv"):
        for surname in row["surname"].split(";"):
            for given in row["given"].split(";"):
                pair = (surname, given) if row["order"] == "family" else (given, surname)
                found.add(" ".join(part.strip() for part in pair).strip())
    return frozenset(found)
