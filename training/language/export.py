"""Turn trained weights into what the package loads: an ONNX graph with 8-bit weights, and tables for word forms.

python training/language/export.py --student student.pt --entities entities.pt --out analysis/language/models
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from analysis.language.labels import FEATURES

State = dict[str, Tensor]


class Graph:
    """A growing ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def lstm(self, state: State, name: str, words: str, lengths: str) -> str:
        """Both directions of a layer; (time, sentences, width) in and out.

        PyTorch orders gates i f g o, ONNX i o f g.
        """
        hidden = state[f"{name}.weight_hh_l0"].shape[1]

        def gates(key: str) -> np.ndarray:
            both = [state[f"{name}.{key}{suffix}"].numpy() for suffix in ("_l0", "_l0_reverse")]
            parts = [np.split(matrix, 4) for matrix in both]
            return np.stack([np.concatenate([i, o, f, g]) for i, f, g, o in parts])

        bias = np.concatenate([gates("bias_ih"), gates("bias_hh")], axis=1)
        inputs = [
            words,
            self.constant(f"{name}_w", gates("weight_ih")),
            self.constant(f"{name}_r", gates("weight_hh")),
            self.constant(f"{name}_b", bias),
            lengths,
        ]
        raw = self.node("LSTM", inputs, f"{name}_raw", direction="bidirectional", hidden_size=hidden)
        turned = self.node("Transpose", [raw], f"{name}_turned", perm=[0, 2, 1, 3])
        shape = self.constant(f"{name}_shape", np.array([0, 0, 2 * hidden], dtype=np.int64))
        return self.node("Reshape", [turned, shape], f"{name}_out")

    def linear(self, state: State, names: list[str], states: str, output: str) -> str:
        weight = np.concatenate([state[f"{n}.weight"].numpy() for n in names]).T
        bias = np.concatenate([state[f"{n}.bias"].numpy() for n in names])
        product = self.node("MatMul", [states, self.constant(f"{output}_w", weight)], f"{output}_mm")
        return self.node("Add", [product, self.constant(f"{output}_b", bias)], output)

    def save(
        self, path: Path, inputs: dict[str, tuple[int, list[object]]], outputs: list[str], *, small: bool = True
    ) -> None:
        """Write the graph, with 8-bit weights if it is to be small."""
        values = [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in inputs.items()]
        results = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs]
        graph = helper.make_graph(self.nodes, "mittellage", values, results, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        if not small:
            onnx.save(model, path)
            return
        with tempfile.TemporaryDirectory() as folder:
            full = Path(folder) / "full.onnx"
            onnx.save(model, full)
            quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=False)


def word_tables(state: State) -> dict[str, np.ndarray]:
    """The form encoder as arrays: 8-bit embeddings with a scale per row, projection and normalisation."""
    table = state["words.embedding.weight"].numpy()
    scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    return {
        "embedding": np.rint(table / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float32),
        "project": state["words.project.weight"].numpy().T,
        "project_bias": state["words.project.bias"].numpy(),
        "gain": state["words.norm.weight"].numpy(),
        "shift": state["words.norm.bias"].numpy(),
    }


def export(state: State, out: Path) -> None:
    graph = Graph()
    first = graph.lstm(state, "first", "words", "lengths")
    second = graph.lstm(state, "second", first, "lengths")
    states = graph.node("Transpose", [second], "states", perm=[1, 0, 2])
    own = ["upos", "tag", *(f"features.{name}" for name in FEATURES)]
    graph.linear(state, [f"heads.{name}" for name in own], states, "labels")
    mlps = ["arc_dependent", "arc_head", "label_dependent", "label_head"]
    mixed = graph.node("Relu", [graph.linear(state, [f"heads.{name}" for name in mlps], states, "mlp")], "mlp_relu")
    arc, label = (len(state[f"heads.{name}_head.weight"]) for name in ("arc", "label"))
    sizes = graph.constant("mlp_sizes", np.array([arc, arc, label, label], dtype=np.int64))
    parts = ["arc_d", "arc_h", "label_dependent", "label_head"]
    graph.nodes.append(helper.make_node("Split", [mixed, sizes], parts, name="mlp_split", axis=2))
    bilinear = graph.node("MatMul", ["arc_d", graph.constant("arc_u", state["heads.arc_bilinear"].numpy())], "arc_left")
    # the prior over heads joins the product as a constant on the dependent's side
    prior = graph.constant("arc_prior", state["heads.arc_prior.weight"].numpy()[0])
    offset = graph.node("Add", [bilinear, prior], "arc_query")
    keys = graph.node("Transpose", ["arc_h"], "arc_keys", perm=[0, 2, 1])
    among = graph.node("MatMul", [offset, keys], "arc_words")
    to = graph.constant("arc_root", state["heads.root_arc"].numpy()[:, None])
    to_root = graph.node("MatMul", [offset, to], "arc_to_root")
    graph.node("Concat", [to_root, among], "arcs", axis=2)
    width = state["first.weight_ih_l0"].shape[1]
    graph.save(
        out / "language.onnx",
        {"words": (TensorProto.FLOAT, ["time", "batch", width]), "lengths": (TensorProto.INT32, ["batch"])},
        ["states", "labels", "label_dependent", "label_head", "arcs"],
    )
    labels = Graph()
    product = labels.node("Mul", ["dependent", "head"], "product")
    labels.nodes.append(helper.make_node("Concat", [product, "dependent", "head"], ["pairs"], name="pairs", axis=1))
    labels.linear(state, ["heads.label_out"], "pairs", "relations")
    ends = {name: (TensorProto.FLOAT, ["words", label]) for name in ("dependent", "head")}
    labels.save(out / "relations.onnx", ends, ["relations"], small=False)
    root = state["heads.root_label"].numpy()
    width = np.array(state["heads.upos.weight"].shape[1])
    names, bias = state["heads.entity.weight"].numpy().T, state["heads.entity.bias"].numpy()
    np.savez_compressed(
        out / "language.npz", **word_tables(state), root_label=root, width=width, names=names, names_bias=bias
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path)
    parser.add_argument("--entities", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.student:
        stored = torch.load(options.student, weights_only=True)
        export({name: weight.float() for name, weight in stored["state"].items()}, options.out)
    if options.entities:
        from export_entities import export_entities

        export_entities(options.entities, options.out)


if __name__ == "__main__":
    main()
