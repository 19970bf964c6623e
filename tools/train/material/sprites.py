"""Fluent Emoji (MIT, Microsoft) -> sprites.npz: RGBA uint8 [N, BASE, BASE, 4], cropped to the alpha box, put on the bottom middle of a square.
python sprites.py NODE_MODULES 3d|color|flat OUT.npz [SIDE]"""

import io, json, os, sys
import numpy as np
from PIL import Image
import figures
import things

PORTRAITS = (
    figures.HEADS | figures.LEGS | figures.ROBE | {k for k, v in figures.BEAR.items() if v}
)  # "portrait of a ...": the head or bust itself
DECOR = dict(
    rock="rock",
    coral="coral",
    herb="herb",
    rice="sheaf-of-rice",
    plant="potted-plant",
    seedling="seedling",
    window="window",
    door="door",
    picture="framed-picture",
    pan="cooking",
    bubbles="bubbles",
    houses="houses",
    store="department-store",
    hotel="hotel",
    hospital="hospital",
    shell="spiral-shell",
    wood="wood",
    mirror="mirror",
)
PERSON_TONES = ["", "-medium-light", "-dark"]  # as made (yellow), light, dark: three of each person


def icon_names(w):
    t = things.THINGS[w]
    return [t["icon"] + x for x in PERSON_TONES] if t["zone"] == "p" else [t["icon"]]


def load(nm, style, icon, side):
    if style == "3d":
        if not hasattr(load, "files"):
            d = nm + "/@lobehub/fluent-emoji-3d/assets"
            load.files = {f[:-5].replace("-fe0f", ""): d + "/" + f for f in os.listdir(d)}
            load.cp = {n: c for c, n in json.load(open(nm + "/@iconify-json/fluent-emoji-flat/chars.json")).items()}
        f = load.files.get(load.cp.get(icon, "?").replace("-fe0f", ""))
        return Image.open(f).convert("RGBA") if f else None
    import cairosvg

    s = "fluent-emoji" + ("-flat" if style == "flat" else "") if style != "noto" else "noto"
    if not hasattr(load, s):
        setattr(load, s, json.load(open(f"{nm}/@iconify-json/{s}/icons.json")))
    d = getattr(load, s)
    i = d["icons"].get(icon) or d["icons"].get(d.get("aliases", {}).get(icon, {}).get("parent", "?"))
    if not i:
        return None
    wh = i.get("width", d.get("width", 32))
    return Image.open(
        io.BytesIO(
            cairosvg.svg2png(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wh} {wh}" width="{side}" height="{side}">{i["body"]}</svg>'.encode(),
                output_width=side,
                output_height=side,
            )
        )
    ).convert("RGBA")


def square(im, side):
    """Crop to what is there, longest side = side, standing on the bottom edge in the middle."""
    a = np.asarray(im)[..., 3]
    ys, xs = np.where(a > 12)
    im = im.crop((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    k = (side - 4) / max(im.size)
    w, h = max(1, round(im.width * k)), max(1, round(im.height * k))
    p = np.asarray(im).astype(np.float32)
    p[..., :3] *= p[..., 3:] / 255  # premultiplied before it is made smaller
    q = np.stack([np.asarray(Image.fromarray(p[..., c], "F").resize((w, h), Image.LANCZOS)) for c in range(4)], -1).clip(0, 255)
    out = np.zeros((side, side, 4), np.uint8)
    x = (side - w) // 2
    out[side - 2 - h : side - 2, x : x + w] = q.round()
    return out, (w / side, h / side)


if __name__ == "__main__":
    nm, style, out = sys.argv[1:4]
    side = int(sys.argv[4]) if len(sys.argv) > 4 else 256
    S, names, boxes, missing = [], [], [], []
    for w in things.THINGS:
        n = 0
        for ic in icon_names(w):
            try:
                im = load(nm, style, ic, 256)
            except MemoryError:
                im = None
            if im is None:
                continue
            if style == "3d":
                im = figures.figure(w, n, im, lambda i: load(nm, style, i, 256))
            s, b = square(im, side)
            S.append(s)
            names.append(w)
            boxes.append(b)
            n += 1
            if style == "3d" and w in PORTRAITS:
                s, b = square(load(nm, style, ic, 256), side)
                S.append(s)
                names.append("portrait:" + w)
                boxes.append(b)
    for w, ic in DECOR.items():
        if style == "3d":
            s, b = square(load(nm, style, ic, 256), side)
            S.append(s)
            names.append("decor:" + w)
            boxes.append(b)
        if not n:
            missing.append(w)
    np.savez_compressed(out, sprites=np.stack(S), names=np.array(names), boxes=np.array(boxes, np.float32))
    print(style, len(S), "sprites", "missing", missing, os.path.getsize(out) // 1024, "KiB")
