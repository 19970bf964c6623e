"""Words that bring their picture: what each token of a thing's names looks like, as numbers for its embedding."""

import os

import numpy as np
import torch
from PIL import Image

from scenes import ROOT
from words import MATERIAL

SPRITE, COLUMNS, SIDE = 192, 16, 12
NUMBERS = 96


def table(tokenizer):
    """float32 [tokens, NUMBERS]: principal components of the small RGBA sprite a token names; 0 for other words.

    A token of a name of several words gets the picture only where no thing is called by that word alone ("palm" of "palm tree").
    """
    atlas = np.asarray(Image.open(os.path.join(ROOT, "tools/scenes/material/sprites.webp")).convert("RGBA"))

    def small(at):
        x, y = at % COLUMNS * SPRITE, at // COLUMNS * SPRITE
        p = atlas[y : y + SPRITE, x : x + SPRITE].astype(np.float32) / 255
        p[..., :3] = (p[..., :3] - 0.5) * p[..., 3:]
        return p.reshape(SIDE, SPRITE // SIDE, SIDE, SPRITE // SIDE, 4).mean((1, 3)).ravel()

    looks = np.stack([np.mean([small(s[0]) for s in t["sprites"]], 0) for t in MATERIAL["things"]])
    looks -= looks.mean(0)
    u, s, _ = np.linalg.svd(looks, full_matrices=False)
    numbers = u[:, :NUMBERS] * s[:NUMBERS]
    numbers /= numbers.std(1, keepdims=True)

    found, sure = {}, set()
    for thing, row in zip(MATERIAL["things"], numbers):
        for name in [thing["word"], *thing["synonyms"]]:
            ids = tokenizer(name).input_ids[1:-1] + tokenizer(name + "s").input_ids[1:-1][-1:]
            alone = " " not in name
            for i in ids:
                if alone and i not in sure:
                    found[i], sure = [row], sure | {i}
                elif not alone and i not in sure:
                    found.setdefault(i, []).append(row)
    out = np.zeros((len(tokenizer), NUMBERS), np.float32)
    for i, rows in found.items():
        out[i] = np.mean(rows, 0)
    return torch.from_numpy(out)


class Pictured(torch.nn.Module):
    """Parametrization of an embedding: learned + table @ learned. Removing it leaves ordinary token embeddings."""

    def __init__(self, looks, size):
        super().__init__()
        self.register_buffer("looks", looks)
        self.map = torch.nn.Parameter(torch.randn(NUMBERS, size) * 0.02)

    def forward(self, weight):
        return weight + self.looks @ self.map
