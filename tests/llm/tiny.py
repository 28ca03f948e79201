"""A language model of our own making: half a megabyte of chance, for a real llama.cpp server to talk nonsense with.

The vocabulary is bytes, ASCII and the Han characters of a few sentences. One dimension of each embedding is a constant,
so that its weights in the output work as a bias: quotes and brackets are likely, texts and lists end soon.
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

_HAN = sorted(
    set(
        "政府信息公开工作年度报告收到申请予以不条件本机关问题和改进情况主动依法行政复议诉讼结果维持纠正其他尚未审处理费用公民法人组织新上结转总计部分〔〕，。；：、（）"
    )
)
_LIKELY = {'"': 2.0, "{": 4.0, "]": 2.5, "}": 2.5, ",": 0.5, " ": -4.0, "\n": -6.0, "\t": -6.0, "\\": -6.0}
_WIDTH, _LAYERS, _HEADS, _INNER = 64, 2, 4, 128


def write(path: Path, seed: int = 7) -> None:
    """Write the model as GGUF; the same bytes for the same seed."""
    tokens, kinds = _vocabulary()
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_context_length(4096)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    for name, values in _weights(tokens, np.random.default_rng(seed)).items():
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary() -> tuple[list[str], list[int]]:
    kind = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    kinds = [kind.UNKNOWN, kind.CONTROL, kind.CONTROL] + [kind.BYTE] * 256
    plain = ["\u2581", *(chr(code) for code in range(33, 127)), *_HAN]
    return tokens + plain, [int(one) for one in kinds + [kind.NORMAL] * len(plain)]


def _weights(tokens: list[str], dice: np.random.Generator) -> dict[str, np.ndarray]:
    def chance(*shape: int) -> np.ndarray:
        return dice.normal(0, 1 / np.sqrt(shape[-1]), shape)

    embedding, output = chance(len(tokens), _WIDTH) * 4, chance(len(tokens), _WIDTH) * 6
    embedding[:, 0] = 4.0
    output[:, 0] = [_bias(token) for token in tokens]
    weights = {"token_embd.weight": embedding, "output.weight": output, "output_norm.weight": np.ones(_WIDTH)}
    for layer in range(_LAYERS):
        head = f"blk.{layer}."
        for name in ("attn_norm", "ffn_norm"):
            weights[f"{head}{name}.weight"] = np.ones(_WIDTH)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights[f"{head}{name}.weight"] = chance(_WIDTH, _WIDTH)
        for name in ("ffn_gate", "ffn_up"):
            weights[f"{head}{name}.weight"] = chance(_INNER, _WIDTH)
        weights[f"{head}ffn_down.weight"] = chance(_WIDTH, _INNER)
    return weights


def _bias(token: str) -> float:
    if token.startswith("<"):
        return -8.0
    return _LIKELY.get(token.replace("\u2581", " "), 1.0 if token in _HAN else 0.0)
