"""Writes test/golden/tiling: an autoencoder of diffusers in tiles (enable_tiling), run once by hand.

    python tools/golden/tiling.py      # torch, diffusers 0.42.1, safetensors
"""

from pathlib import Path

import diffusers
import torch
from diffusers import AutoencoderKL
from safetensors.torch import save_file

root = Path(__file__).resolve().parents[2]
vae = AutoencoderKL.from_pretrained(root / "test/golden/core/models/tiny-ip2p/vae").eval()
vae.enable_tiling()
# Tiles of 8 cells every 6 cells: 2 by 3 of them, the last column shorter.
vae.tile_latent_min_size, vae.tile_sample_min_size = 8, 64
latents = torch.randn(1, 4, 10, 16, generator=torch.Generator().manual_seed(11))
with torch.no_grad():
    image = vae.decode(latents).sample
    mean = vae.encode(image).latent_dist.mode()
save_file(
    {"latents": latents, "image": image, "mean": mean},
    root / "test/golden/tiling/tiny-ip2p.safetensors",
    metadata={
        "script": "tools/golden/tiling.py",
        "versions": f"torch {torch.__version__}, diffusers {diffusers.__version__}",
        "seed": "11",
    },
)
