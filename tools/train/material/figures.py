"""Whole figures out of heads and busts: a toy body under a head, legs or a robe under a bust, a bear's body under an animal's head, a unicorn out of a horse."""

import io
import numpy as np
from PIL import Image, ImageDraw

SHIRTS = [("#4f8df0", "#47526e"), ("#ef5b5b", "#3f5f94"), ("#43b581", "#5b4a66")]
BEAR = dict(
    bear="#8a5a44",
    panda="#34313f",
    koala="#8f959f",
    lion="#f0a13a",
    fox="#f07a2a",
    wolf="#8a8f9c",
    hamster="#f0a568",
    monster="#a81d57",
    alien="#4fc36a",
    frog="#3fae57",
    monkey=None,
)
LEGS = {
    "knight",
    "astronaut",
    "ninja",
    "detective",
    "superhero",
    "zombie",
    "cook",
    "doctor",
    "farmer",
    "pilot",
    "policeman",
    "firefighter",
    "prince",
}
ROBE = {"princess", "wizard", "witch", "vampire", "elf"}
HEADS = {"woman", "man", "girl", "boy", "baby", "grandma", "grandpa", "santa", "clown", "robot", "angel"}


def svg(body, w, h):
    import cairosvg

    return Image.open(
        io.BytesIO(
            cairosvg.svg2png(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">{body}</svg>'.encode()
            )
        )
    ).convert("RGBA")


def hexa(c, k=1.0):
    return "#%02x%02x%02x" % tuple(int(max(0, min(255, v * k))) for v in c)


def rgb(h):
    return tuple(int(h[i : i + 2], 16) for i in (1, 3, 5))


def grad(i, c):
    return (
        f'<linearGradient id="{i}" x1="0" y1="0" x2="1" y2=".35"><stop offset="0" stop-color="{hexa(rgb(c), 1.18)}"/><stop offset=".55" stop-color="{c}"/>'
        f'<stop offset="1" stop-color="{hexa(rgb(c), 0.66)}"/></linearGradient>'
    )


def legs(c, shoe="#2f2b3a"):
    return (
        f'<rect x="92" y="250" width="32" height="98" rx="14" fill="url(#l)"/><rect x="132" y="250" width="32" height="98" rx="14" fill="url(#l)"/>'
        f'<ellipse cx="106" cy="347" rx="22" ry="11" fill="{shoe}"/><ellipse cx="150" cy="347" rx="22" ry="11" fill="{shoe}"/>'
    ), grad("l", c)


def toy(shirt, trousers, skin, dress=False):
    l, d = legs(skin if dress else trousers, "#b8415c" if dress else "#2f2b3a")
    torso = (
        '<path d="M88 176 Q128 160 168 176 L190 292 Q128 312 66 292 Z" fill="url(#s)"/>'
        if dress
        else '<path d="M86 178 Q128 160 170 178 L168 268 Q128 280 88 268 Z" fill="url(#s)"/>'
    )
    arms = (
        '<path d="M92 178 Q62 190 52 250 Q54 262 68 258 Q78 218 98 204 Z" fill="url(#s)"/><path d="M164 178 Q194 190 204 250 Q202 262 188 258 Q178 218 158 204 Z" fill="url(#s)"/>'
        f'<circle cx="59" cy="262" r="12" fill="{skin}"/><circle cx="197" cy="262" r="12" fill="{skin}"/>'
    )
    return svg(f"<defs>{d}{grad('s', shirt)}</defs>{l}{arms}{torso}", 256, 360)


def skin_of(head):
    a = np.asarray(head).astype(np.float32)
    h, w = a.shape[:2]
    p = a[int(h * 0.55) : int(h * 0.7), int(w * 0.42) : int(w * 0.58)].reshape(-1, 4)
    return hexa(np.median(p[:, :3], 0))


def tight(im):
    a = np.asarray(im)[..., 3]
    ys, xs = np.where(a > 12)
    return im.crop((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))


def on_body(body, head, top, width, cx=0.5):
    head = tight(head)
    k = width / head.width
    head = head.resize((int(width), int(head.height * k)), Image.LANCZOS)
    up = max(0, head.height - top)
    out = Image.new("RGBA", (body.width, body.height + up))
    out.alpha_composite(body, (0, up))
    out.alpha_composite(head, (int(body.width * cx - head.width / 2), max(0, up + top - head.height)))
    return out


def tint(im, color):
    a = np.asarray(im).astype(np.float32) / 255
    lum = a[..., :3] @ np.array([0.3, 0.59, 0.11])
    m = np.median(lum[a[..., 3] > 0.5])
    c = np.array(rgb(color)) / 255
    k = (lum / m)[..., None]
    t = np.where(k < 1, c * k, c + (1 - c) * np.clip((k - 1) * 0.55, 0, 1))
    return Image.fromarray((np.concatenate([t.clip(0, 1), a[..., 3:]], -1) * 255).astype(np.uint8), "RGBA")


def under_bust(bust, robe):
    b = tight(bust).resize((200, int(200 * tight(bust).height / tight(bust).width)), Image.LANCZOS)
    a = np.asarray(b).astype(np.float32)
    row = a[-8]
    xs = np.where(row[:, 3] > 200)[0]
    x0, x1 = xs.min(), xs.max()
    mid = np.median(row[(x0 * 3 + x1 * 2) // 5 : (x0 * 2 + x1 * 3) // 5, :3], 0)
    H = b.height
    out = Image.new("RGBA", (256, H + (150 if robe else 120)))
    if robe:
        low = svg(
            f'<defs>{grad("r", hexa(mid))}</defs><path d="M{28 + x0} 0 L{28 + x1} 0 L{28 + x1 + 14} 128 Q128 160 {28 + x0 - 14} 128 Z" fill="url(#r)"/>'
            f'<path d="M110 6 Q104 80 92 142 M148 6 Q152 80 166 142" stroke="{hexa(mid, 0.75)}" stroke-width="5" fill="none" opacity=".6"/>',
            256,
            150,
        )
    else:
        l, d = legs(hexa(mid, 0.8))
        low = svg(
            f'<defs>{d}</defs><g transform="translate(0 -240)">{l}</g><path d="M{28 + x0 + 24} 0 L{28 + x1 - 24} 0 L{28 + x1 - 30} 26 Q128 40 {28 + x0 + 30} 26 Z" fill="{hexa(mid, 0.85)}"/>',
            256,
            120,
        )
    out.alpha_composite(low, (0, H - 6))
    out.alpha_composite(b, (28, 0))
    return out


def unicorn(horse):
    a = np.asarray(horse).astype(np.float32)
    lum = a[..., :3] @ np.array([0.3, 0.59, 0.11])
    dark = np.clip((62 - lum) / 22, 0, 1)[..., None]
    x = np.linspace(0, 1, a.shape[1])[None, :, None]
    mane = np.array([235, 120, 200]) * (1 - x) + np.array([130, 120, 240]) * x
    coat = np.clip(
        np.array([246, 240, 252]) * (0.72 + 0.28 * (lum / np.percentile(lum[a[..., 3] > 200], 90)).clip(0, 1.1)[..., None]), 0, 255
    )
    im = Image.fromarray(np.concatenate([coat * (1 - dark) + mane * dark, a[..., 3:]], -1).clip(0, 255).astype(np.uint8), "RGBA")
    al = np.asarray(im)[..., 3]
    ys, xs = np.where(al > 60)
    k = xs < xs.min() + (xs.max() - xs.min()) * 0.42
    top = ys[k].argmin()
    y0, x0 = ys[k][top], xs[k][top]
    out = Image.new("RGBA", (im.width, im.height + 40))
    out.alpha_composite(im, (0, 40))
    d = ImageDraw.Draw(out)
    hx, hy = x0 - 12, y0 + 40 + 16
    d.polygon([(hx - 8, hy), (hx + 9, hy - 4), (hx - 20, hy - 54)], fill=(250, 200, 70, 255))
    d.line([(hx - 6, hy - 14), (hx + 3, hy - 18)], fill=(220, 150, 40, 255), width=3)
    d.line([(hx - 11, hy - 30), (hx - 3, hy - 33)], fill=(220, 150, 40, 255), width=3)
    return out


def figure(word, variant, im, load):
    """load(icon) -> picture; -> the whole figure, or the picture as it is."""
    if word in HEADS:
        shirt, trousers = SHIRTS[variant % 3]
        skin = skin_of(im)
        if word == "santa":
            shirt = trousers = "#d83a3a"
            skin = "#f4f4f8"
        if word == "clown":
            shirt, trousers, skin = "#f2c230", "#4f8df0", "#f4f4f8"
        if word == "robot":
            shirt, trousers, skin = "#c9c4dc", "#9a93b5", "#e0457b"
        if word == "angel":
            shirt = trousers = "#f6f3fa"
        dress = word in ("woman", "girl", "grandma", "angel")
        return on_body(
            toy(shirt, trousers, skin, dress), im, 196, dict(baby=190, boy=168, girl=176, woman=168, robot=150, angel=190).get(word, 150)
        )
    if word in LEGS | ROBE:
        return under_bust(im, word in ROBE)
    if BEAR.get(word):
        b = tint(load("teddy-bear"), BEAR[word])
        return on_body(b, im, int(b.height * 0.60), b.width * 0.66)
    if word == "unicorn":
        return unicorn(load("horse"))
    return im
