"""Sprites and places as the drawing program reads them: tools/scenes/material/{sprites.webp,places.webp,material.json}.

python pack.py        reads work/sprites3d.npz (sprites.py) and work/bank-256.npz (places.py)
"""

import json
import os

import numpy as np
from PIL import Image

import places
import things
from canvas import HERE, WORK

OUT = os.path.join(HERE, "../../scenes/material")
COLUMNS, SPRITE, PLACE, MARGIN, VARIANTS = 16, 192, 256, 8, 10
ZONES = dict(p="person", g="ground", s="sky", w="water", u="swims", t="small", f="far", h="hat", e="eyes")
SURFACES = ["ground", "water", "float", "space"]


def atlas(pictures, side):
    """Square pictures, `COLUMNS` in a row."""
    rows = -(-len(pictures) // COLUMNS)
    out = np.zeros((rows * side, COLUMNS * side, pictures[0].shape[2]), np.uint8)
    for n, picture in enumerate(pictures):
        y, x = n // COLUMNS * side, n % COLUMNS * side
        out[y : y + side, x : x + side] = picture
    return Image.fromarray(out)


def pack_sprites():
    """-> the things; their sprites as [number, width, height of what is visible]."""
    bank = np.load(os.path.join(WORK, "sprites3d.npz"))
    where, pictures = {}, []
    for name, sprite, box in zip(bank["names"], bank["sprites"].astype(np.float32), bank["boxes"]):
        if name.startswith("decor:"):
            continue
        alpha = sprite[..., 3:]
        rgb = np.where(alpha > 0, sprite[..., :3] * 255 / np.maximum(alpha, 1), 0).clip(0, 255)
        where.setdefault(str(name), []).append([len(pictures), *(round(float(x), 3) for x in box)])
        pictures.append(np.concatenate([rgb, alpha], -1).round().astype(np.uint8))
    atlas(pictures, SPRITE).save(os.path.join(OUT, "sprites.webp"), quality=80, alpha_quality=90, method=6)
    listed = []
    for word, t in things.THINGS.items():
        thing = dict(word=word, icon=t["icon"], height=t["size"], zone=ZONES[t["zone"]], synonyms=t["synonyms"], sprites=where[word])
        if "portrait:" + word in where:
            thing["portraits"] = where["portrait:" + word]
        listed.append(thing)
    return listed


def pack_places():
    """-> the places with `VARIANTS` pictures each; around every picture its edge is drawn out, so that compression mixes no neighbors."""
    bank = np.load(os.path.join(WORK, "bank-256.npz"))
    found, pictures = {}, []
    for name, picture, meta in zip(bank["names"], bank["images"], bank["meta"]):
        name, numbers = str(name), [round(float(x), 3) for x in meta]
        phrases = [p for p in places.PLACES[name] if p]
        place = found.setdefault(name, dict(name=name, phrases=phrases, scenes=places.SCENIC.get(name, []), variants=[]))
        if len(place["variants"]) == VARIANTS:
            continue
        horizon, light, shadow, surface, *colors = numbers
        place["variants"].append(
            dict(
                at=len(pictures),
                surface=SURFACES[int(surface)],
                horizon=horizon,
                light=light,
                shadow=shadow,
                tint=colors[:3],
                haze=colors[3:],
            )
        )
        pictures.append(np.pad(picture, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), mode="edge"))
    atlas(pictures, PLACE + 2 * MARGIN).save(os.path.join(OUT, "places.webp"), quality=82, method=6)
    return list(found.values())


if __name__ == "__main__":
    json.dump(dict(things=pack_sprites(), places=pack_places()), open(os.path.join(OUT, "material.json"), "w"))
