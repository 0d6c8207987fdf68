"""Simplemma's German dictionary, opened in a quarter of the time that simplemma takes.

The dictionary is a stream in which each word is written as what it does not share with the word before; simplemma goes
through all 1.1 million words once to learn where it may begin to read. The places are always the same, so they are
kept here (`lemma_index.npz`, made by `training/language/lemma_index.py`). They hold for one dictionary: where
another version of simplemma brings another one, it opens its dictionary itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..integrity import checked

if TYPE_CHECKING:
    from simplemma.strategies.dictionaries import DictionaryFactory

INDEX: Final = Path(__file__).with_name("lemma_index.npz")


@cache
def dictionary_factory() -> DictionaryFactory:
    """Return what simplemma's strategies ask for the dictionary."""
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY, DictionaryFactory

    german = open_indexed(INDEX) or LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("de")

    class _German(DictionaryFactory):
        def get_dictionary(self, lang: str) -> Mapping[str, str]:
            return german if lang == "de" else LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)

    return _German()


@lru_cache(maxsize=100_000)
def is_form(word: str) -> bool:
    """Return whether the dictionary lists the word as it stands, in these very letters.

    Examples
    --------
    >>> is_form("Ukraine"), is_form("ukraine"), is_form("Tuerkei")
    (True, False, False)
    """
    return word in dictionary_factory().get_dictionary("de")


class _Places:
    """Where the dictionary may be entered, as simplemma asks for it; only the places asked for become tuples."""

    def __init__(self, offsets: Any, keys: Sequence[bytes], values: Sequence[bytes]) -> None:
        self._offsets, self._keys, self._values = offsets, keys, values

    def __getitem__(self, number: int) -> tuple[int, bytes, bytes]:
        """Return the offset of a place, and key and value before it."""
        return int(self._offsets[number]), self._keys[number], self._values[number]


def open_indexed(index: Path) -> Mapping[str, str] | None:
    """Open the German dictionary at the places of an index; None if it is another dictionary's."""
    import numpy as np

    try:
        from simplemma.strategies.dictionaries import frontcode
        from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed
        from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

        data = _read_decompressed("de")
        with np.load(checked(index)) as archive:
            if str(archive["sha256"]) != sha256(data).hexdigest():
                return None
            firsts, *seeds = (
                archive[name].tobytes().split(b"\n") for name in ("firsts", "previous_keys", "previous_values")
            )
            blocks = _Places(archive["offsets"], *seeds)
        opened = StreamMap.__new__(StreamMap)
        opened._data = data
        opened._rev, opened._count, opened._pos = frontcode._read_header(data)
        opened._firsts, opened._blocks = firsts, blocks  # type: ignore[assignment]
    except (ImportError, AttributeError):  # an inner name of simplemma has changed
        return None
    return opened
