"""Turn trained weights into what the package loads: two ONNX graphs, and the tables of the words' rows.

    python training/quotes/export.py --weights quotes.pt --out analysis/quotes/models

Several weights of one training (checkpoints) may be given: they are averaged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from analysis.language.vectors import MODELS as LANGUAGE
from analysis.quotes.windows import BEFORE, DISTANCES, SENTENCES
from data import ROLES, TYPES

State = dict[str, Tensor]


class Graph:
    """A growing ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def lstm(self, keys: list[str], state: State, name: str, words: str) -> str:
        """Both directions, (time, batch, width) in and out. PyTorch orders gates i f g o, ONNX i o f g."""

        def gates(part: str) -> np.ndarray:
            split = [np.split(state[key.format(part)].numpy(), 4) for key in keys]
            return np.stack([np.concatenate([i, o, f, g]) for i, f, g, o in split])

        recurrent = gates("weight_hh_l0")
        hidden = recurrent.shape[2]
        bias = np.concatenate([gates("bias_ih_l0"), gates("bias_hh_l0")], axis=1)
        inputs = [
            words,
            self.constant(f"{name}_w", gates("weight_ih_l0")),
            self.constant(f"{name}_r", recurrent),
            self.constant(f"{name}_b", bias),
        ]
        raw = self.node("LSTM", inputs, f"{name}_raw", direction="bidirectional", hidden_size=hidden)
        turned = self.node("Transpose", [raw], f"{name}_turned", perm=[0, 2, 1, 3])
        shape = self.constant(f"{name}_shape", np.array([0, 0, 2 * hidden], dtype=np.int64))
        return self.node("Reshape", [turned, shape], f"{name}_out")

    def linear(self, state: State, name: str, rows: str, output: str) -> str:
        weight = self.constant(f"{output}_w", state[f"{name}.weight"].numpy().T)
        product = self.node("MatMul", [rows, weight], f"{output}_product")
        return self.node("Add", [product, self.constant(f"{output}_b", state[f"{name}.bias"].numpy())], output)

    def save(self, path: Path, inputs: dict[str, list[object]], outputs: list[str], *, small: bool) -> None:
        """Write the graph, with 8-bit weights if it is to be small."""
        ins = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in inputs.items()]
        outs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs]
        graph = helper.make_graph(self.nodes, "mittellage-quotes", ins, outs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        if not small:
            onnx.save(model, path)
            return
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, full := Path(folder) / "full.onnx")
            quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=False)


def both(name: str) -> list[str]:
    return [f"{name}.forwards.{{}}", f"{name}.backwards.{{}}"]


def export(saved: dict, out: Path, *, small: bool) -> None:
    state: State = saved["state"]
    encoder = Graph()
    told = encoder.linear(state, "words.state", "states_in", "state_rows")
    joined = encoder.node("Concat", ["rows", told], "words_joined", axis=2)
    norm = [encoder.constant(f"norm_{n}", state[f"words.norm.{n}"].numpy()) for n in ("weight", "bias")]
    words = encoder.node("LayerNormalization", [joined, *norm], "words", axis=-1, epsilon=1e-5)
    first = encoder.lstm(both("first"), state, "first", words)
    second = encoder.lstm(both("second"), state, "second", first)
    encoder.linear(state, "start", second, "starts")
    tags = encoder.linear(state, "tags", second, "tags")
    weight = encoder.constant("cond_tags_w", state["cond_tags.weight"].numpy().T)
    tagged = encoder.node("MatMul", [encoder.node("Sigmoid", [tags], "tags_sigmoid"), weight], "tagged")
    encoder.node("Add", [encoder.linear(state, "cond_word", second, "inside_raw"), tagged], "inside")
    encoder.node("Identity", [second], "states")
    sizes = encoder.constant("tag_sizes", np.array([len(TYPES), len(ROLES) - 1], dtype=np.int64))
    encoder.nodes.append(helper.make_node("Split", [tags, sizes], ["tag_types", "tag_roles"], name="split", axis=2))
    quoted = encoder.node("ReduceMax", ["tag_types"], "quoted", axes=[2], keepdims=1)
    joined = encoder.node("Concat", [quoted, "tag_roles"], "joined", axis=2)
    encoder.node("Mul", [joined, encoder.constant("skip", state["skip"].numpy())], "shortcut")
    projected, n_states = state["words.state.weight"].shape
    width = len(state["words.norm.weight"]) - projected
    encoder.save(
        out / "encoder.onnx",
        {"rows": ["time", "batch", width], "states_in": ["time", "batch", n_states]},
        ["starts", "inside", "states", "shortcut"],
        small=small,
    )

    reader = Graph()
    condition = reader.node(
        "Add",
        [
            reader.linear(state, "cond_anchor", "anchors", "by_anchor"),
            reader.linear(state, "cond_type", "kinds", "by_kind"),
        ],
        "condition",
    )
    mixed = reader.node("Relu", [reader.node("Add", ["window", condition], "conditioned")], "mixed")
    keys = ["around.{}", "around.{}_reverse"]
    around = reader.lstm(keys, state, "around", mixed)
    around = reader.node("Transpose", [around], "rows", perm=[1, 0, 2])
    roles = reader.node("Add", [reader.linear(state, "roles", around, "roles_raw"), "shortcut"], "roles")
    picked = reader.node("Gather", [roles, reader.constant("zero", np.array([0], dtype=np.int64))], "quote", axis=2)
    weight = reader.node("Sigmoid", [picked], "weight")
    turned = reader.node("Transpose", [weight], "weight_turned", perm=[0, 2, 1])
    summed = reader.node("MatMul", [turned, around], "summed")
    axis = reader.constant("axis", np.array([1], dtype=np.int64))
    mass = reader.node("ReduceSum", [weight, axis], "mass", keepdims=1)
    mass = reader.node("Add", [mass, reader.constant("epsilon", np.array(1e-3, dtype=np.float32))], "mass_safe")
    mean = reader.node("Div", [summed, mass], "mean")
    mean = reader.node("Squeeze", [mean, axis], "mean_flat")
    here = reader.node("Gather", [around, reader.constant("before", np.array(BEFORE, dtype=np.int64))], "here", axis=1)
    pooled = reader.node("Concat", [mean, here, "anchors"], "pooled", axis=1)
    hidden = reader.node("Relu", [reader.linear(state, "pool", pooled, "hidden_raw")], "hidden")
    reader.linear(state, "verdict", hidden, "verdict")
    conditioned, second_width = state["cond_word.weight"].shape
    reader.save(
        out / "reader.onnx",
        {
            "window": ["time", "anchors", conditioned],
            "anchors": ["anchors", second_width],
            "kinds": ["anchors", len(TYPES)],
            "shortcut": ["anchors", "time", len(ROLES)],
        },
        ["roles", "verdict"],
        small=small,
    )
    tables(state, saved["columns"], out / "quotes.npz")


def tables(state: State, columns: list[dict[str, int]], path: Path) -> None:
    distance, sentence = state["distance.weight"].numpy(), state["sentence.weight"].numpy()
    marked = state["marked.weight"].numpy()
    relation = distance[:, None, None] + sentence[None, :, None] + marked[None, None]
    syntax = state["syntax.weight"].numpy()
    assert relation.shape[:2] == (len(DISTANCES) + 1, 2 * SENTENCES + 1)
    np.savez_compressed(
        path,
        # the networks read the states of one encoder and of no other
        encoder=np.array(hashlib.sha256((LANGUAGE / "language.onnx").read_bytes()).hexdigest()),
        form=state["words.form.weight"].numpy().astype(np.float16),
        lemma=state["words.lemma.weight"].numpy().astype(np.float16),
        category=state["words.category.weight"].numpy().astype(np.float16),
        values=np.array([value for column in columns for value in column]),
        columns=np.array([number for number, column in enumerate(columns) for _ in column]),
        vector_weight=state["words.vector.weight"].numpy().T,
        vector_bias=state["words.vector.bias"].numpy(),
        syntax=syntax,
        relation=relation.reshape(-1, relation.shape[-1]).astype(np.float16),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    saved = [torch.load(path, weights_only=False) for path in options.weights]
    first = saved[0]
    first["state"] = {k: sum(s["state"][k] for s in saved) / len(saved) for k in first["state"]}
    export(first, options.out, small=not options.full)
    sizes = {path.name: path.stat().st_size for path in sorted(options.out.glob("*.[on]*"))}
    print(json.dumps(sizes))


if __name__ == "__main__":
    main()
