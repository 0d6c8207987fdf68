"""Note where simplemma's German dictionary may be entered; `analysis/language/dictionary.py` then opens it at once.

python training/language/lemma_index.py --out analysis/reading/lemma_index.npz
"""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path

import numpy as np
from simplemma.strategies.dictionaries.frontcode import _iter_records
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

ALL_DOCUMENTS = 16
"""Words between two places; simplemma enters at every 32nd, which makes a look-up twice as long."""


def joined(words: list[bytes]) -> np.ndarray:
    assert not any(b"\n" in word for word in words)
    return np.frombuffer(b"\n".join(words), dtype=np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    whole = StreamMap("de")
    firsts: list[bytes] = []
    places: list[tuple[int, bytes, bytes]] = []
    key = value = b""
    for number, (offset, following_key, following_value) in enumerate(_iter_records(whole._data, whole._pos)):
        if number % ALL_DOCUMENTS == 0:
            firsts.append(following_key)
            places.append((offset, key, value))
        key, value = following_key, following_value
    offsets, keys, values = zip(*places, strict=True)
    np.savez_compressed(
        options.out,
        sha256=np.array(sha256(whole._data).hexdigest()),
        offsets=np.array(offsets, dtype=np.uint32),
        firsts=joined(firsts),
        previous_keys=joined(list(keys)),
        previous_values=joined(list(values)),
    )


if __name__ == "__main__":
    main()
