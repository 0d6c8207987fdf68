"""Note where simplemma's German dictionary may be entered; `analysis/language/dictionary.py` then opens it at once.

python training/language/lemma_index.py --out analysis/language/models/lemma_index.npz
"""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path

import numpy as np
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap


def joined(words: list[bytes]) -> np.ndarray:
    assert not any(b"\n" in word for word in words)
    return np.frombuffer(b"\n".join(words), dtype=np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    whole = StreamMap("de")
    offsets, keys, values = zip(*whole._blocks, strict=True)
    np.savez_compressed(
        options.out,
        sha256=np.array(sha256(whole._data).hexdigest()),
        offsets=np.array(offsets, dtype=np.uint32),
        firsts=joined(whole._firsts),
        previous_keys=joined(list(keys)),
        previous_values=joined(list(values)),
    )


if __name__ == "__main__":
    main()
