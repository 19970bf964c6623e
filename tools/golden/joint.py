"""Writes test/recipes/model-family/tiny-joint: a tiny SD3Transformer2DModel of two blocks and what diffusers' class says.

Run with torch 2.15.0, diffusers 0.42.1, safetensors 0.8.0 (CPU, one thread):  python tools/golden/joint.py
"""
from pathlib import Path

import diffusers
import torch
from safetensors.torch import save_file

torch.set_num_threads(1)
torch.manual_seed(1234)
OUT = Path(__file__).resolve().parents[2] / "test" / "recipes" / "model-family" / "tiny-joint"
model = diffusers.SD3Transformer2DModel(
    sample_size=16, patch_size=2, in_channels=4, out_channels=4, num_layers=2, attention_head_dim=8,
    num_attention_heads=2, joint_attention_dim=12, caption_projection_dim=16, pooled_projection_dim=10,
    pos_embed_max_size=16,
).eval()
model.save_pretrained(OUT / "transformer")
inputs = {
    "sample": torch.randn(2, 4, 12, 16),
    "encoder_hidden_states": torch.randn(2, 9, 12),
    "pooled": torch.randn(2, 10),
}
with torch.no_grad():
    out = model(inputs["sample"], inputs["encoder_hidden_states"], inputs["pooled"], torch.tensor([640.0, 640.0])).sample
save_file({**inputs, "out": out.contiguous()}, OUT / "expected.safetensors",
          metadata={"script": "tools/golden/joint.py", "seed": "1234", "timestep": "640",
                    "torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__})
