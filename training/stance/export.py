"""Turn trained weights into what the package loads: two ONNX graphs with 8-bit weights a network, and tables of words.

    python training/stance/export.py --weights a.pt b.pt --calibration calibration.json --out models
    python training/stance/export.py --weights a_fold0.pt b_fold0.pt --calibration calibration.json --part 0 --out 0

The first network reads every cell, the others those that it does not find plain.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from network import MEMORY, Reader, Sizes
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn.functional import pad

from analysis.stance.reader.relating import CELL_WIDTH, PARTY_WIDTH


class Words(nn.Module):
    """The first stage behind the rows of the words, (time, sentences, width) in and out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.lstm = reader.lstm
        self.lstm.batch_first = False

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        packed = nn.utils.rnn.pack_padded_sequence(rows, lengths, enforce_sorted=True)
        return nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0])[0]


class Cells(nn.Module):
    """The second stage."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self,
        words: Tensor,
        stand: Tensor,
        cells: Tensor,
        memory: Tensor,
        absent: Tensor,
        refers: Tensor,
        parties: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        hidden = pad(absent, (1 + MEMORY, 0))
        states = self.reader.second(words, stand[..., 0], stand[..., 1], stand[..., 2], cells, memory, hidden)
        out, summary, evidence, bearers = self.reader.verdicts(states, hidden)
        holders = self.reader.holders(states, summary, bearers, refers, parties)
        return out, evidence, bearers, holders.softmax(1)


def write(
    module: nn.Module, given: dict[str, Tensor], outputs: list[str], axes: dict[str, dict[int, str]], path: Path
) -> None:
    """Write a module as a graph with 8-bit weights."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            module, tuple(given.values()), full, input_names=list(given), output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=False)


def export(state: dict[str, Tensor], sizes: Sizes, out: Path) -> None:
    reader = Reader(sizes, 0.0)
    reader.load_state_dict(state)
    reader.eval()
    width = sizes.form + sizes.head + sizes.category + sizes.known
    states = 2 * sizes.states
    write(
        Cells(reader),
        {
            "words": torch.randn(3, 5, states), "stand": torch.zeros(3, 5, 3, dtype=torch.int64),
            "cells": torch.randn(3, CELL_WIDTH), "memory": torch.randn(3, MEMORY, states), "absent": torch.zeros(3, 5),
            "refers": torch.zeros(3, 4, 5), "parties": torch.randn(3, 4, PARTY_WIDTH),
        },
        ["out", "evidence", "bearers", "holders"],
        {
            "words": {0: "cells", 1: "length"}, "stand": {0: "cells", 1: "length"}, "cells": {0: "cells"},
            "memory": {0: "cells"}, "absent": {0: "cells", 1: "length"},
            "refers": {0: "cells", 1: "parties", 2: "length"}, "parties": {0: "cells", 1: "parties"},
        },
        out / "cells.onnx",
    )  # fmt: skip
    write(
        Words(reader),
        {"rows": torch.randn(6, 3, width), "lengths": torch.tensor([6, 5, 2])},
        ["states"],
        {"rows": {0: "time", 1: "sentences"}, "lengths": {0: "sentences"}, "states": {0: "time", 1: "sentences"}},
        out / "words.onnx",
    )
    weight = {name: value.numpy() for name, value in state.items()}
    known = weight["known.weight"].T
    np.savez_compressed(
        out / "reader.npz",
        project=np.concatenate([weight["form.weight"].T, weight["head.weight"].T], axis=1).astype(np.float16),
        own=np.array(sizes.form),
        width=np.array(states),
        form_bias=weight["form.bias"],
        head_bias=weight["head.bias"],
        category=weight["category.weight"],
        offsets=np.array(reader.offsets),
        known_own=known[: sizes.lexicon],
        known_head=known[sizes.lexicon :],
        known_bias=weight["known.bias"],
        gain=weight["norm.weight"],
        shift=weight["norm.bias"],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--calibration", type=Path, required=True, help="from calibrate.py")
    parser.add_argument("--part", default="all", help="whose calibration: the number of a fold, or all")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    for number, path in enumerate(options.weights):
        folder = options.out / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        saved = torch.load(path, weights_only=True)
        export(saved["state"], Sizes(*saved["sizes"]), folder)
        print({path.name: path.stat().st_size for path in sorted(folder.iterdir())})
    calibration = json.loads(options.calibration.read_text(encoding="utf-8"))[options.part]
    (options.out / "reader.json").write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
