"""Turn the weights of the thorough reader into what the package loads: thin matrices, and graphs.

    python training/stance/export_thorough.py --common teacher.pt --own teacher_none.pt --calibration thorough.json \\
        --out analysis/stance/reader/thorough
    python training/stance/export_thorough.py --common teacher.pt --own teacher_0.pt --calibration thorough.json \\
        --part 0 --out training/stance/thorough/0

What training has added to a matrix is written as a product of two thin ones (truncated singular values), with 8 bits a
number: `COMMON` columns for what all readers share, `OWN` for what `--own` adds to that. With ``--part`` a fold's
reader is written, which finds the rest in the package.
"""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
import torch
from encoder import FROZEN, Teacher
from export import write
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm

from analysis.stance.reader.encoder_file import EncoderFile, encoder_file
from analysis.stance.reader.relating import CELL_WIDTH, PARTY_WIDTH

COMMON, OWN = 96, 24
MATRICES = ("mix", "out", "rise", "fall")


class Layer(nn.Module):
    """A layer of the encoder whose weights are inputs, so that the graph has none."""

    def __init__(self, file: EncoderFile) -> None:
        super().__init__()
        self.heads, self.width, self.epsilon = file.heads, file.width, file.epsilon

    def forward(
        self, x: Tensor, mask: Tensor,
        mix_weight: Tensor, mix_bias: Tensor, out_weight: Tensor, out_bias: Tensor, rise_weight: Tensor,
        rise_bias: Tensor, fall_weight: Tensor, fall_bias: Tensor,
        between_gain: Tensor, between_shift: Tensor, last_gain: Tensor, last_shift: Tensor,
    ) -> Tensor:  # fmt: skip
        rows, length, _ = x.shape
        width, depth = self.width, self.width // self.heads
        mixed = (x @ mix_weight + mix_bias).reshape(rows, length, 3, self.heads, depth).permute(2, 0, 3, 1, 4)
        query, key, value = mixed
        scores = (query @ key.transpose(2, 3)) * depth**-0.5 + mask
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        x = layer_norm(x + seen @ out_weight + out_bias, (width,), between_gain, between_shift, self.epsilon)
        risen = gelu(x @ rise_weight + rise_bias)
        return layer_norm(x + risen @ fall_weight + fall_bias, (width,), last_gain, last_shift, self.epsilon)


def thin(added: Tensor, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return two matrices whose product is nearly the given one."""
    left, values, right = torch.linalg.svd(added, full_matrices=False)
    root = values[:columns].sqrt()
    return (left[:, :columns] * root).numpy(), (root[:, None] * right[:columns]).numpy()


def is_matrix(name: str) -> bool:
    """Return whether what a layer has under this name is added to as a product of thin matrices."""
    return name.endswith(tuple(f".{part}.weight" for part in MATRICES))


def thinned(state: dict[str, Tensor], base: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return weights as they will be shared: what was added to the matrices of `base` is a product of thin ones."""
    found = dict(state)
    for name, value in state.items():
        if name.startswith("encoder.layers.") and is_matrix(name):
            left, right = thin(value - base[name], COMMON)
            found[name] = base[name] + torch.from_numpy(left @ right)
    return found


def rounded(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix as whole numbers of 8 bits, and the scale along an axis."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-9) / 127
    scale = scale.astype(np.float16).astype(np.float32)
    return np.clip(np.rint(matrix / np.maximum(scale, 1e-8)), -127, 127).astype(np.int8), scale.astype(np.float16)


def added(name: str, difference: Tensor, columns: int) -> dict[str, np.ndarray]:
    left, right = thin(difference, columns)
    tables = {}
    (tables[f"{name}.left"], tables[f"{name}.left_scale"]) = rounded(left, 0)
    (tables[f"{name}.right"], tables[f"{name}.right_scale"]) = rounded(right, 1)
    return tables


def layers_of(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of the trained layers by the names of the package."""
    found = {}
    for name, value in state.items():
        if name.startswith("encoder.layers."):
            number, part = name.removeprefix("encoder.layers.").split(".", 1)
            found[f"l{FROZEN + int(number)}.{part}"] = value
    return found


def export_head(teacher: Teacher, width: int, path: Path) -> None:
    lexicon = teacher.head.known.in_features
    columns = len(teacher.head.reader.offsets)
    names = ("words", "begin", "stand", "categories", "known", "cells", "absent", "refers", "parties")
    given = (
        torch.randn(3, 5, width), torch.randn(3, width), torch.zeros(3, 5, 3, dtype=torch.int64),
        torch.zeros(3, 5, columns, dtype=torch.int64), torch.randn(3, 5, lexicon), torch.randn(3, CELL_WIDTH),
        torch.zeros(3, 5), torch.zeros(3, 4, 5), torch.randn(3, 4, PARTY_WIDTH),
    )  # fmt: skip
    axes = {name: {0: "cells", 1: "length"} for name in ("words", "stand", "categories", "known", "absent")}
    axes |= {"begin": {0: "cells"}, "cells": {0: "cells"}, "parties": {0: "cells", 1: "parties"}}
    axes["refers"] = {0: "cells", 1: "parties", 2: "length"}
    module = Chosen(teacher.head)
    write(module, dict(zip(names, given, strict=True)), ["out", "evidence", "bearers", "holders"], axes, path)


class Chosen(nn.Module):
    """The second stage with probabilities of the holders."""

    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, *given: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        out, evidence, bearers, holders = self.head(*given)
        return out, evidence, bearers, holders.softmax(1)


def export_layer(file: EncoderFile, path: Path) -> None:
    width, feed = file.width, file.feed
    shapes = {
        "mix_weight": (width, 3 * width), "mix_bias": (3 * width,), "out_weight": (width, width), "out_bias": (width,),
        "rise_weight": (width, feed), "rise_bias": (feed,), "fall_weight": (feed, width), "fall_bias": (width,),
        "between_gain": (width,), "between_shift": (width,), "last_gain": (width,), "last_shift": (width,),
    }  # fmt: skip
    given = {"x": torch.randn(2, 7, width), "mask": torch.zeros(2, 1, 1, 7)}
    given |= {name: torch.randn(*shape) for name, shape in shapes.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Layer(file).eval(), tuple(given.values()), path, input_names=list(given), output_names=["states"],
            dynamic_axes={"x": {0: "passages", 1: "length"}, "mask": {0: "passages", 3: "length"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--common", type=Path, required=True, help="weights that have seen no document of the gold")
    parser.add_argument("--own", type=Path, required=True, help="the same, trained further")
    parser.add_argument("--calibration", type=Path, help="from calibrate.py, which reads readers that have none yet")
    parser.add_argument("--part", help="number of the fold that was left out")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    file = encoder_file()
    common, own = (torch.load(path, weights_only=True) for path in (options.common, options.own))
    teacher = Teacher(file, own["head.known.weight"].shape[1])
    base = layers_of(teacher.state_dict())
    shared: dict[str, np.ndarray] = {}
    tables: dict[str, np.ndarray] = {
        "flag": own["encoder.flag.weight"].numpy().astype(np.float16), "flagged": np.array(FROZEN),
    }  # fmt: skip
    before, after = layers_of(common), layers_of(own)
    for name, value in after.items():
        if is_matrix(name):
            matrix = name.removesuffix(".weight")
            if options.part is None:
                shared |= added(matrix, before[name] - base[name], COMMON)
            tables |= added(matrix, value - before[name], OWN)
        else:
            tables[name] = value.numpy().astype(np.float16)
    np.savez_compressed(options.out / "own.npz", **tables)
    teacher.load_state_dict(own)
    export_head(teacher.eval(), file.width, options.out / "head.onnx")
    settings = {"calibration": [[1.0, 1.0], [0.0, 0.0]], "threshold": 0.5}
    if options.calibration is not None:
        settings = json.loads(options.calibration.read_text(encoding="utf-8"))[options.part or "all"]
    settings["networks"] = f"../../folds/{options.part}" if options.part else "../models"
    if options.part is None:
        np.savez_compressed(options.out / "common.npz", **shared)
        export_layer(file, options.out / "layer.onnx")
    (options.out / "reader.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    print({path.name: path.stat().st_size for path in sorted(options.out.iterdir())})


if __name__ == "__main__":
    main()
