"""Writes test/golden/tensor/torch-random.json and float16.json: what PyTorch draws for a seed, and its half precision.

Run with torch 2.15.0 (CPU, one thread):  python tools/golden/torch_random.py
"""
import json
from pathlib import Path

import torch

torch.set_num_threads(1)
OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "tensor"


def draw(generator, call, dims):
    if call == "randint":
        return torch.randint(dims[0], dims[1], (1,), generator=generator).tolist()
    return getattr(torch, call)(dims, generator=generator).flatten().tolist()


def case(seed, *calls):
    generator = torch.Generator("cpu").manual_seed(seed)
    return {"seed": seed, "draws": [{"call": c, "dims": d, "values": draw(generator, c, d)} for c, d in calls]}


cases = [
    case(0, ("randn", [1, 4, 4, 4]), ("randn", [1, 4, 4, 4])),
    case(7, ("randn", [16])),
    case(42, ("randn", [17]), ("randn", [31]), ("randn", [2, 3])),
    case(1000, ("randn", [3]), ("randn", [20]), ("randn", [4]), ("rand", [5]), ("randint", [0, 1000])),
    case(-3, ("randn", [5])),
    case(2**32 + 5, ("randn", [18])),
    case(2**53 - 1, ("rand", [20]), ("randint", [-5, 5]), ("randint", [0, 2**28 - 1])),
    case(123456789, ("randn", [1, 4, 13, 16])),
]
header = {"made_by": "tools/golden/torch_random.py", "torch": torch.__version__.split("+")[0]}
(OUT / "torch-random.json").write_text(json.dumps({**header, "cases": cases}) + "\n")

numbers = [0.0, -0.0, 1.0, -2.5, 65504.0, 65519.9, 65520.0, 1e9, -1e9, 6.1e-5, 5.96e-8, 2.9e-8, 3e-8, 8.9e-8,
           1e-3, 0.1, 1 / 3, 1.00048828125, 1.00146484375, 2049.0, 2051.0, 3.14159265]
numbers += torch.randn(200, generator=torch.Generator().manual_seed(5)).mul(100).tolist()
singles = torch.tensor(numbers, dtype=torch.float32)
halves = singles.half()
brains = singles.bfloat16()
(OUT / "float16.json").write_text(json.dumps({
    **header,
    "singles": singles.tolist(),
    "half_bits": (halves.view(torch.int16).int() & 0xFFFF).tolist(),
    "half_values": [v if abs(v) != float("inf") else str(v) for v in halves.float().tolist()],
    "brain_bits": (brains.view(torch.int16).int() & 0xFFFF).tolist(),
    "brain_values": brains.float().tolist(),
    "float8_e4m3fn": [str(v) for v in torch.arange(256).to(torch.uint8).view(torch.float8_e4m3fn).float().tolist()],
    "float8_e5m2": [str(v) for v in torch.arange(256).to(torch.uint8).view(torch.float8_e5m2).float().tolist()],
}) + "\n")
