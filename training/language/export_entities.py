"""The recogniser of names as an ONNX graph and tables; see `export.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from export import Graph, State, word_tables
from onnx import TensorProto


def export_entities(weights: Path, out: Path) -> None:
    state: State = {name: weight.float() for name, weight in torch.load(weights, weights_only=True).items()}
    graph = Graph()
    first = graph.lstm(state, "first", "words", "lengths")
    second = graph.lstm(state, "second", first, "lengths")
    states = graph.node("Transpose", [second], "states", perm=[1, 0, 2])
    graph.linear(state, ["out"], states, "emissions")
    width = state["first.weight_ih_l0"].shape[1]
    graph.save(
        out / "entities.onnx",
        {"words": (TensorProto.FLOAT, ["time", "batch", width]), "lengths": (TensorProto.INT32, ["batch"])},
        ["emissions"],
    )
    transitions = (state["transitions"] + state["forbidden"]).numpy()
    np.savez_compressed(out / "entities.npz", **word_tables(state), transitions=transitions)
