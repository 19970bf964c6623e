"""What painted places are made of: skies, ridges, ground, water, and things stamped into them. Shares of the picture's side, colors 0..1."""

import os

import numpy as np
from PIL import Image, ImageFilter

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ.get("POCKET_WORK", os.path.join(HERE, "../work"))
_Z = {}


def sprites():
    if not _Z:
        z = np.load(WORK + "/sprites3d.npz")
        _Z["s"] = z["sprites"]
        _Z["n"] = [str(n) for n in z["names"]]
    return _Z


def noise(r, h, w, cells, octaves=4, fall=0.55):
    out = np.zeros((h, w), np.float32)
    k = 1.0
    for o in range(octaves):
        c = max(2, int(cells * 2**o))
        g = r.standard_normal((max(2, c * h // w) + 1, c + 1)).astype(np.float32)
        out += k * np.asarray(Image.fromarray(g, "F").resize((w, h), Image.BICUBIC))
        k *= fall
    return out / 1.6


def mix(a, b, t):
    return a + (b - a) * t


def C(*v):
    return np.array(v, np.float32) / 255


class Canvas:
    def __init__(self, r, S):
        self.r, self.S = r, S
        self.im = np.zeros((S, S, 3), np.float32)
        self.y, self.x = np.mgrid[0:S, 0:S].astype(np.float32) / S

    def sky(self, top, bottom, upto=1.0, power=1.0):
        t = np.clip(np.linspace(0, 1, self.S) / upto, 0, 1).astype(np.float32)[:, None, None] ** power
        self.im[:] = mix(top, bottom, t)

    def over(self, color, alpha):
        self.im += (color - self.im) * alpha[..., None]

    def glow(self, cx, cy, radius, color, strength=1.0):
        d = np.hypot(self.x - cx, self.y - cy) / radius
        self.im += color * (np.exp(-d * d * 2.2) * strength)[..., None]

    def disc(self, cx, cy, radius, color):
        self.over(color, np.clip((radius - np.hypot(self.x - cx, self.y - cy)) * self.S, 0, 1))

    def ridge(self, base, amp, cells, top, bottom, sharp=False, depth=0.35, octaves=4):
        r, S = self.r, self.S
        n = noise(r, 2, S, cells, octaves)[0]
        if sharp:
            n = 1.1 - 2.2 * np.abs(n)
        line = base - amp * n
        a = np.clip((self.y - line[None]) * S, 0, 1)
        t = np.clip((self.y - line[None]) / depth, 0, 1)[..., None]
        self.over(mix(top, bottom, t), a)
        return line

    def ground(self, hz, far, near, texture=0.035, cells=26):
        S = self.S
        t = np.clip((self.y - hz) / (1 - hz), 0, 1)
        y0 = max(1, int(hz * S))
        h = S - y0
        if h < 2:
            return
        tex = noise(self.r, S, S, cells, 3, 0.7)
        v = 1 / (np.linspace(0, 1, h) * 0.92 + 0.08)
        rows = ((v / v.max()) * (S - 1)).astype(int)  # perspective: far rows are squeezed
        xs = ((np.arange(S) - S / 2)[None] * (v / v.min())[:, None] * 0.35 % S).astype(int)
        g = np.zeros((S, S), np.float32)
        g[y0:] = tex[rows[:, None], xs] * np.linspace(0.25, 1, h)[:, None]
        self.over(mix(far, near, t[..., None] ** 0.8) * (1 + texture * 2.2 * g[..., None]), np.clip((self.y - hz) * S, 0, 1))

    def water(self, hz, far, near, glint=None, cx=0.5, until=1.01):
        S = self.S
        t = np.clip((self.y - hz) / (1 - hz), 0, 1)
        n = noise(self.r, S, S, 5, 3, 0.7)
        p = 1 / (t + 0.07)
        wave = np.sin(p * 21 + n * 3.2 + np.sin(self.x * 9 + p * 2) * 1.3) * np.clip(t * 3.5, 0.15, 1) * 0.5 + 0.5
        c = mix(far, near, t[..., None] ** 0.7) + (wave[..., None] - 0.5) * 0.10
        if glint is not None:
            c = (
                c
                + glint * (np.exp(-(((self.x - cx) / (0.05 + 0.16 * t)) ** 2)) * np.clip(wave * 2.4 - 1.2, 0, 1) * (1 - 0.4 * t))[..., None]
            )
        self.over(c, np.clip((self.y - hz) * S, 0, 1) * np.clip((until - self.y) * S, 0, 1))

    def stamp(self, name, cx, base, height, haze=0.0, color=None, flip=False, tint=None, blur=0, shade=True):
        z = sprites()
        S = self.S
        s = z["s"][z["n"].index(name)]
        px = max(6, int(height * S))
        q = (
            np.stack(
                [np.asarray(Image.fromarray(np.ascontiguousarray(s[..., b])).resize((px, px), Image.BICUBIC)) for b in range(4)], -1
            ).astype(np.float32)
            / 255
        )  # premultiplied: band by band
        if flip:
            q = q[:, ::-1]
        if blur:
            q = (
                np.asarray(Image.fromarray((q * 255).astype(np.uint8), "RGBA").filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
                / 255
            )
        rgb, a = q[..., :3], q[..., 3:]
        if tint is not None:
            rgb = rgb * tint
        if haze:
            rgb = rgb * (1 - haze) + color * haze * a
        x0, y0 = int(cx * S - px / 2), int(base * S - px * 0.99)
        X0, Y0, X1, Y1 = max(0, x0), max(0, y0), min(S, x0 + px), min(S, y0 + px)
        if X1 <= X0 or Y1 <= Y0:
            return
        if shade:
            self.over(
                np.zeros(3, np.float32),
                0.30
                * np.clip(1 - (((self.x - cx) / (height * 0.36)) ** 2 + ((self.y - base + 0.004) / (height * 0.055)) ** 2), 0, 1) ** 0.8,
            )
        w = slice(Y0, Y1), slice(X0, X1)
        v = slice(Y0 - y0, Y1 - y0), slice(X0 - x0, X1 - x0)
        self.im[w] = self.im[w] * (1 - a[v]) + rgb[v]

    def clouds(self, n, lo, hi, tint=None, haze=0.15, color=C(255, 255, 255), size=(0.10, 0.26)):
        for _ in range(n):
            self.stamp(
                "cloud",
                self.r.uniform(0, 1),
                self.r.uniform(lo, hi),
                self.r.uniform(*size),
                haze,
                color,
                self.r.random() < 0.5,
                tint,
                shade=False,
            )

    def row(self, names, base, h, n, haze, color, jitter=0.02, tint=None, hole=None, shade=True):
        for cx in np.sort(
            self.r.uniform(-0.02, 1.02, n)
            if hole is None
            else np.concatenate([self.r.uniform(-0.05, hole[0], n // 2), self.r.uniform(hole[1], 1.05, n - n // 2)])
        )[np.argsort(self.r.random(n))]:
            self.stamp(
                str(self.r.choice(names)),
                cx,
                base + self.r.uniform(-jitter, jitter),
                h * self.r.uniform(0.75, 1.25),
                haze,
                color,
                self.r.random() < 0.5,
                tint,
                shade=shade,
            )

    def stars(self, n, until):
        for _ in range(n):
            y, x = self.r.uniform(0, until), self.r.random()
            k = self.r.random() ** 3
            self.im += (
                (
                    C(255, 250, 225)
                    * (0.35 + 0.65 * k)
                    * np.exp(-((np.hypot(self.x - x, self.y - y) / (0.0018 + 0.003 * k)) ** 2))[..., None]
                )
                if k > 0.3
                else 0
            )
            i, j = int(y * self.S), int(x * self.S)
            self.im[i : i + 2, j : j + 2] += 0.25
