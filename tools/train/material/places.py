"""Painted places: layered, with light, haze and details. paint(name, seed, size) -> dict(image float32 [S,S,3] 0..1, hz, base range, light, tint, haze, kind).
python places.py OUT.png  -> a sheet;   python places.py --bank OUT.npz COUNT SIZE -> COUNT variants of each (uint8)"""

import os, sys, time
import numpy as np
from PIL import Image

from canvas import C, Canvas, mix, noise

# name: (phrases); None: no place is named
PLACES = dict(
    studio=[""],
    meadow=["in a meadow", "on grass", "on the grass", "in a field", "in a park"],
    forest=["in a forest", "in the woods", "in the forest"],
    mountains=["in the mountains", "in front of mountains", "on a mountain"],
    lake=["by a lake", "at a lake", "by the river", "mountains with a lake"],
    beach=["on the beach", "at the beach", "on a beach"],
    sea=["on the sea", "at sea", "on the water", "in the ocean"],
    sunset=["at sunset", "in front of a sunset", "at sunset over the sea"],
    desert=["in the desert", "in a desert"],
    snow=["in the snow", "in winter", "in snow"],
    night=["at night", "under the stars", "in the moonlight"],
    city=["in the city", "in a city", "in town"],
    citynight=["in a city at night", "in the city at night", "in a neon city"],
    road=["on a road", "on the road", "on the street"],
    space=["in space", "in outer space", "among the stars"],
    underwater=["under water", "underwater", "under the sea"],
    sky=["in the sky", "in the clouds", "in the blue sky"],
    kitchen=["in the kitchen", "in a kitchen"],
    room=["in a room", "in the room", "at home", "in a living room"],
    garden=["in the garden", "in a garden", "among flowers"],
    farm=["on a farm", "at the farm"],
    moon=["on the moon", "on mars", "on a planet"],
    storm=["in a storm", "in the rain"],
    jungle=["in the jungle", "in a jungle"],
)
SCENIC = dict(
    mountains=["mountains", "a mountain landscape"],
    lake=["a lake", "mountains with a lake", "a river"],
    forest=["a forest", "woods"],
    beach=["a beach", "a tropical beach"],
    sea=["the sea", "the ocean", "waves"],
    sunset=["a sunset", "a sunset over the sea", "a sunrise"],
    desert=["a desert", "dunes"],
    snow=["a snowy landscape", "winter"],
    night=["a night sky", "a starry night"],
    city=["a city", "a skyline"],
    citynight=["a city at night", "a neon street", "a cyberpunk city"],
    space=["outer space", "the galaxy"],
    meadow=["a meadow", "a green landscape", "a landscape"],
    underwater=["the ocean floor", "a coral reef"],
    kitchen=["a kitchen"],
    room=["a living room", "a room"],
    garden=["a garden"],
    farm=["a farm"],
    storm=["a storm"],
    jungle=["a jungle"],
    sky=["the sky", "clouds"],
    road=["a road", "a street"],
    moon=["the surface of the moon"],
)


def paint(name, seed, S=512):
    r = np.random.default_rng([seed, abs(hash_(name))])
    c = Canvas(r, S)
    hz = r.uniform(0.46, 0.62)
    L = float(r.choice([-1, 1]))
    sun = 0.5 - 0.32 * L  # light comes from the left: shadows fall to the right
    o = dict(hz=hz, light=L, tint=C(255, 255, 255), haze=C(210, 228, 245), kind="ground", shadow=0.34)
    day = [(C(86, 164, 236), C(206, 232, 250)), (C(116, 186, 240), C(232, 242, 250)), (C(70, 140, 225), C(190, 222, 248))][
        int(r.integers(3))
    ]
    if name in ("meadow", "garden", "farm"):
        c.sky(*day, hz)
        c.glow(sun, 0.1, 0.5, C(70, 60, 30), 0.6)
        c.clouds(int(r.integers(2, 5)), 0.12, hz * 0.75)
        c.ridge(hz - 0.05, 0.05, 3, C(150, 190, 205), C(170, 205, 200))
        c.ridge(hz - 0.01, 0.035, 2.5, C(120, 185, 125), C(130, 195, 110))
        c.row(["tree", "pine", "tree"], hz + 0.012, 0.11, 9, 0.35, C(190, 220, 220))
        c.ground(hz, C(150, 205, 95), C(80, 158, 62))
        c.row(["decor:herb", "decor:seedling"], 0.93, 0.06, 4, 0.1, C(90, 165, 70), 0.06)
        if name == "garden":
            for y, h in ((hz + 0.05, 0.09), (hz + 0.12, 0.12)):
                c.row(["rose", "tulip", "sunflower", "flower"], y, h, 9, 0.05, C(150, 205, 95), 0.015)
            c.row(["tulip", "rose", "sunflower"], 1.0, 0.2, 4, 0, C(0, 0, 0), 0.03, hole=(0.14, 0.86))
        elif name == "farm":
            c.stamp("house", r.choice([0.16, 0.84]), hz + 0.07, 0.34, 0.05, C(200, 220, 235))
            c.row(["decor:rice"], hz + 0.1, 0.12, 12, 0.05, C(150, 205, 95), 0.03)
            c.row(["tree"], hz + 0.05, 0.26, 2, 0.05, C(150, 205, 95), hole=(0.06, 0.94))
        else:
            c.row(["tulip", "sunflower", "mushroom", "rose"], 0.9, 0.07, int(r.integers(0, 6)), 0.05, C(90, 165, 70), 0.1)
    elif name in ("forest", "jungle"):
        j = name == "jungle"
        c.sky(C(150, 200, 190) if not j else C(120, 200, 150), C(225, 240, 205), hz)
        c.glow(sun, 0.15, 0.45, C(120, 110, 50), 0.8)
        t = ["pine", "tree", "pine"] if not j else ["palm tree", "tree", "palm tree"]
        c.row(t, hz + 0.02, 0.30, 16, 0.62, C(205, 230, 205), shade=False)
        c.row(t, hz + 0.03, 0.40, 10, 0.36, C(180, 215, 180), shade=False)
        c.ground(hz, C(120, 165, 80), C(70, 110, 50) if not j else C(50, 120, 50), 0.05)
        c.row(t, hz + 0.10, 0.55, 5, 0.12, C(150, 195, 150), 0.03, hole=(0.24, 0.76))
        c.row(t, hz + 0.26, 0.85, 4, 0, C(0, 0, 0), 0.04, hole=(0.04, 0.96))
        c.row(
            ["mushroom", "decor:herb", "decor:rock"] if not j else ["decor:herb", "decor:plant", "flower"],
            0.88,
            0.09,
            5,
            0.05,
            C(70, 110, 50),
            0.09,
            hole=(0.3, 0.7),
        )
        o.update(haze=C(195, 222, 190), tint=C(242, 248, 232))
    elif name in ("mountains", "lake", "snow"):
        s = name == "snow"
        c.sky(*(day if not s else (C(140, 175, 215), C(226, 234, 244))), hz)
        c.glow(sun, 0.12, 0.5, C(70, 60, 40), 0.6)
        c.clouds(2, 0.1, hz * 0.5)
        for k in range(3):
            c.stamp(
                "mountain",
                r.uniform(0, 1),
                hz + 0.05,
                r.uniform(0.42, 0.66) - 0.1 * k,
                0.42 - 0.14 * k,
                C(200, 218, 238),
                r.random() < 0.5,
                shade=False,
            )
        if s:
            c.ridge(hz - 0.01, 0.04, 2.5, C(220, 230, 244), C(240, 245, 252))
            c.row(["pine"], hz + 0.02, 0.16, 10, 0.55, C(236, 242, 252))
            c.ground(hz, C(236, 241, 250), C(250, 252, 255), 0.02)
            c.row(["pine"], hz + 0.1, 0.36, 4, 0.35, C(246, 248, 255), hole=(0.14, 0.86))
            n = r.random((90, 3))
            o.update(haze=C(226, 234, 244), shadow=0.2, tint=C(246, 249, 255))
            for y, x, k in n:
                c.over(C(255, 255, 255), 0.9 * np.exp(-((np.hypot(c.x - x, c.y - y) / (0.002 + 0.004 * k)) ** 2))) if k > 0.4 else None
        elif name == "lake":
            c.ridge(hz - 0.0, 0.03, 3, C(90, 150, 100), C(80, 140, 90))
            c.row(["pine", "tree"], hz + 0.03, 0.16, 9, 0.3, C(190, 215, 220))
            c.water(hz + 0.03, C(120, 185, 220), C(40, 110, 175), C(60, 60, 50), sun, 0.8)
            c.ridge(0.80, 0.02, 2.5, C(130, 190, 80), C(90, 160, 60))
            o.update(hz=0.72)
            c.row(["decor:rock", "decor:herb", "tulip"], 0.93, 0.09, 4, 0, C(0, 0, 0), 0.04, hole=(0.25, 0.75))
        else:
            c.ridge(hz, 0.06, 2.5, C(110, 160, 110), C(110, 170, 90))
            c.row(["pine"], hz + 0.05, 0.18, 9, 0.3, C(190, 215, 220))
            c.ground(hz + 0.05, C(140, 190, 95), C(90, 150, 65))
            c.row(["decor:rock", "pine"], 0.86, 0.2, 4, 0, C(0, 0, 0), 0.05, hole=(0.1, 0.9))
    elif name in ("beach", "sea", "sunset", "storm"):
        if name == "sunset":
            c.sky(C(72, 60, 140), C(255, 178, 96), hz, 1.25)
            cx = r.uniform(0.3, 0.7)
            c.glow(cx, hz - 0.03, 0.42, C(150, 70, 20), 1.0)
            c.disc(cx, hz - 0.05, r.uniform(0.08, 0.12), C(255, 226, 150))
            c.clouds(4, 0.12, hz - 0.1, C(255, 170, 150), 0.3, C(235, 130, 120))
            c.ridge(hz - 0.005, 0.03, 3, C(120, 70, 120), C(110, 60, 110))
            c.water(hz, C(235, 140, 100), C(60, 52, 120), C(255, 190, 110), cx)
            o.update(tint=C(255, 205, 180), haze=C(245, 160, 110), kind="water", light=0.0, shadow=0.3)
            if r.random() < 0.5:
                c.ridge(0.84, 0.015, 2, C(130, 86, 92), C(84, 56, 80))
                o.update(kind="ground", hz=0.76)
        elif name == "storm":
            c.sky(C(52, 60, 78), C(120, 132, 146), hz)
            c.clouds(8, 0.12, hz - 0.05, C(120, 126, 145), 0.4, C(70, 78, 95), (0.2, 0.45))
            c.stamp("lightning", r.uniform(0.15, 0.85), hz - 0.02, 0.3, 0.1, C(255, 255, 230), shade=False)
            c.water(hz, C(86, 104, 122), C(30, 48, 72))
            o.update(tint=C(190, 200, 222), haze=C(110, 122, 138), kind="water")
            for _ in range(70):
                x, y = r.random(2)
                c.over(
                    C(215, 228, 245), 0.38 * np.clip(1 - np.abs((c.x - x) + (c.y - y) * 0.25) * S / 1.2, 0, 1) * (np.abs(c.y - y) < 0.035)
                )
        else:
            c.sky(*day, hz)
            c.glow(sun, 0.1, 0.5, C(80, 70, 40), 0.7)
            c.clouds(int(r.integers(2, 5)), 0.1, hz - 0.12)
            if r.random() < 0.5:
                c.ridge(hz - 0.005, 0.035, 3, C(120, 165, 170), C(110, 160, 150))
            c.water(hz, C(110, 195, 225), C(20, 110, 190) if name == "sea" else C(40, 160, 205), C(70, 70, 60), sun)
            if name == "sea":
                o.update(kind="water")
            else:
                y = r.uniform(0.64, 0.72)
                e = noise(r, 2, S, 2.5, 2)[0] * 0.018 + y
                c.over(C(255, 255, 255), np.clip((c.y - e[None] + 0.016) * S / 2, 0, 1) * 0.8)
                t = np.clip((c.y - y) / 0.3, 0, 1)[..., None]
                c.over(
                    mix(C(226, 196, 140), C(248, 224, 168), t) * (1 + 0.05 * noise(r, S, S, 60, 2)[..., None]),
                    np.clip((c.y - e[None]) * S / 2, 0, 1),
                )
                o.update(hz=y - 0.02)
                c.row(["decor:shell", "decor:rock"], 0.93, 0.06, 3, 0, C(0, 0, 0), 0.04)
                if r.random() < 0.7:
                    c.stamp("palm tree", r.choice([0.08, 0.92]), 0.9, 0.75, 0, None, r.random() < 0.5)
    elif name == "desert":
        c.sky(C(110, 175, 225), C(252, 226, 178), hz)
        c.glow(sun, 0.12, 0.4, C(110, 80, 30), 0.8)
        c.disc(sun, 0.14, 0.05, C(255, 246, 205))
        c.ridge(hz - 0.03, 0.06, 2.5, C(226, 170, 120), C(236, 186, 130))
        c.ridge(hz + 0.01, 0.05, 2, C(236, 184, 112), C(228, 170, 96))
        c.ground(hz + 0.02, C(240, 196, 124), C(214, 152, 80), 0.04)
        c.row(["cactus"], hz + 0.08, 0.17, 4, 0.15, C(245, 215, 160), hole=(0.2, 0.8))
        c.row(["decor:rock", "cactus"], 0.9, 0.12, 3, 0, C(0, 0, 0), 0.05, tint=C(255, 220, 180), hole=(0.15, 0.85))
        o.update(haze=C(246, 214, 160), tint=C(255, 246, 230))
    elif name == "night":
        c.sky(C(12, 16, 52), C(58, 66, 128), hz)
        c.stars(80, hz - 0.05)
        m = r.uniform(0.18, 0.82)
        c.glow(m, 0.17, 0.3, C(60, 66, 90), 0.8)
        c.stamp(str(r.choice(["moon", "crescent"])), m, 0.24, 0.14, 0, None, shade=False)
        c.ridge(hz - 0.02, 0.06, 3, C(34, 42, 92), C(30, 40, 84))
        c.row(["pine", "tree"], hz + 0.02, 0.2, 9, 0.45, C(34, 44, 88), tint=C(80, 96, 150))
        c.ground(hz, C(36, 66, 84), C(20, 42, 58), 0.04)
        c.row(["pine"], hz + 0.16, 0.5, 3, 0, None, tint=C(70, 90, 140), hole=(0.05, 0.95))
        o.update(tint=C(150, 165, 225), haze=C(44, 54, 108), shadow=0.42, light=-1.0 if m < 0.5 else 1.0)
    elif name in ("city", "citynight", "road"):
        n = name == "citynight"
        t = C(84, 82, 150) if n else None
        hzc = C(46, 40, 100) if n else C(205, 225, 242)
        c.sky(*((C(16, 14, 48), C(110, 60, 140)) if n else day), hz)
        if n:
            c.stars(40, hz - 0.2)
            c.glow(0.5, hz, 0.6, C(110, 40, 110), 0.6)
        else:
            c.clouds(3, 0.12, hz * 0.6)
        b = ["skyscraper", "decor:store", "decor:hotel", "skyscraper", "decor:hospital"]
        if name != "road" or r.random() < 0.4:
            c.row(["skyscraper"], hz + 0.03, 0.40, 9, 0.6, hzc, tint=t, shade=False)
            c.row(b, hz + 0.045, 0.34, 7, 0.25, hzc, tint=t)
        else:
            c.ridge(hz - 0.02, 0.05, 3, C(130, 190, 135), C(130, 190, 110))
            c.row(["tree", "pine", "house"], hz + 0.03, 0.16, 9, 0.25, hzc)
        g = C(60, 56, 92) if n else C(150, 150, 158)
        c.ground(
            hz + 0.03,
            C(150, 200, 100) if name == "road" else (C(70, 64, 110) if n else C(196, 192, 190)),
            C(96, 165, 70) if name == "road" else (C(50, 46, 84) if n else C(170, 166, 166)),
            0.02,
        )
        y = np.clip((c.y - hz - 0.03) / (0.97 - hz), 1e-4, 1)
        vx = 0.5 + r.uniform(-0.12, 0.12)
        half = 0.02 + 0.62 * y
        u = (c.x - vx) / half
        below = c.y > hz + 0.03
        c.over(
            g * (1 - 0.12 * (1 - y[..., None])) * (1 + 0.02 * noise(r, S, S, 40, 2)[..., None]),
            np.clip((1 - np.abs(u)) * S * half, 0, 1) * below,
        )
        c.over(C(240, 240, 240) if not n else C(240, 120, 220), np.clip((0.035 - np.abs(np.abs(u) - 0.93)) * S * half, 0, 1) * below)
        c.over(
            C(250, 226, 120) if not n else C(90, 230, 240),
            np.clip((0.03 - np.abs(u)) * S * half, 0, 1) * (np.sin(1.6 / (y + 0.09) * 3) > 0) * below,
        )
        if name != "road":
            c.row(b, hz + 0.14, 0.62, 3, 0.04, hzc, tint=t, hole=(0.04, 0.96))
        else:
            c.row(["tree", "pine"], hz + 0.12, 0.36, 4, 0.05, hzc, hole=(0.1, 0.9))
        if n:
            for _ in range(40):
                x, yy = r.random(2)
                k = [C(255, 90, 200), C(90, 230, 255), C(255, 220, 110)][int(r.integers(3))]
                c.im += k * (0.55 * np.exp(-((np.hypot(c.x - x, c.y - hz + 0.25 * yy) / 0.006) ** 2)))[..., None]
            o.update(tint=C(190, 165, 240), haze=hzc, shadow=0.45)
        o.update(hz=hz + 0.03)
    elif name in ("space", "moon"):
        c.sky(C(10, 8, 34), C(34, 20, 72))
        nb = noise(r, S, S, 2.5, 4)
        c.im += np.clip(nb, 0, 1)[..., None] * C(70, 30, 100) + np.clip(-nb, 0, 1)[..., None] * C(15, 40, 90)
        c.stars(150, 1.0)
        for p in r.permutation(["planet", "earth", "moon", "star"])[: 2 if name == "space" else 1]:
            c.stamp(
                str(p),
                r.choice([0.15, 0.85]) + r.uniform(-0.06, 0.06),
                r.uniform(0.25, 0.4),
                r.uniform(0.12, 0.26),
                0.08,
                C(20, 12, 50),
                shade=False,
            )
        o.update(tint=C(225, 220, 255), kind="space", haze=C(30, 20, 70), hz=0.3)
        if name == "moon":
            g = [C(170, 170, 182), C(205, 120, 80)][int(r.integers(2))]
            c.ridge(hz + 0.03, 0.03, 2, g * 0.8, g * 0.9)
            c.ground(hz + 0.04, g * 0.85, g, 0.05)
            for _ in range(9):
                x, y = r.random(), r.uniform(hz + 0.08, 0.98)
                w = 0.12 * (y - hz) + 0.02
                d = np.hypot((c.x - x) / w, (c.y - y) / (w * 0.35))
                c.over(g * 0.68, np.clip((1 - d) * 6, 0, 1) * 0.8)
                c.over(g * 1.12, np.clip(1 - np.abs(d - 1.05) * 8, 0, 1) * 0.6)
            o.update(kind="ground", shadow=0.5, hz=hz + 0.04)
    elif name == "underwater":
        c.sky(C(90, 205, 230), C(8, 70, 140))
        for k in range(6):
            x = r.uniform(0, 1)
            c.im += (
                C(60, 70, 50)
                * (np.exp(-(((c.x - x - (c.y * 0.25 * L)) / (0.02 + 0.06 * c.y)) ** 2)) * np.clip(1 - c.y * 1.2, 0, 1) * 0.7)[..., None]
            )
        hz = 0.74
        c.ridge(hz + 0.02, 0.05, 2.5, C(20, 105, 165), C(24, 96, 150))
        c.ground(hz + 0.06, C(110, 170, 165), C(205, 196, 145), 0.05)
        c.row(["decor:coral", "decor:rock", "decor:herb", "decor:coral"], 0.9, 0.2, 6, 0.12, C(40, 130, 180), 0.05, hole=(0.25, 0.75))
        for _ in range(26):
            x, y, k = r.random(3)
            d = np.hypot(c.x - x, c.y - y) / (0.005 + 0.012 * k)
            c.over(C(220, 245, 255), 0.5 * np.clip(1 - np.abs(d - 0.85) * 5, 0, 1) + 0.25 * np.exp(-(((d) * 3) ** 2)))
        o.update(tint=C(205, 238, 250), haze=C(30, 120, 180), kind="float", shadow=0.2, hz=0.72)
    elif name == "sky":
        c.sky(*day)
        c.glow(sun, 0.15, 0.5, C(90, 80, 50), 0.8)
        c.clouds(5, 0.2, 0.8, size=(0.14, 0.34))
        c.clouds(6, 0.98, 1.12, size=(0.3, 0.5), haze=0.05)
        o.update(kind="float", hz=0.3, shadow=0.0)
    elif name in ("room", "kitchen"):
        w = [C(240, 222, 200), C(205, 225, 232), C(228, 214, 236), C(216, 230, 208)][int(r.integers(4))]
        k = name == "kitchen"
        hz = 0.66
        c.sky(w * 1.02, w * 0.92, hz)
        f = C(176, 122, 78) if not k else C(206, 190, 172)
        if k:
            u, v = (c.x * 12) % 1, (c.y * 12) % 1
            c.over(w * 0.86, ((u < 0.05) | (v < 0.05)) * (c.y < 0.5) * (c.y > 0.2) * 0.8)
        c.glow(0.5 - 0.3 * L, 0.2, 0.6, C(50, 44, 26), 0.7)
        c.stamp("decor:window", 0.5 - 0.28 * L, 0.5, 0.36, 0, None, shade=False)
        c.stamp("decor:picture" if not k else "clock", 0.5 + 0.26 * L, 0.36, 0.2 if not k else 0.13, 0, None, shade=False)
        if k:
            hz = 0.62
            c.over(C(232, 230, 234), np.clip((c.y - hz) * S, 0, 1))
            t = np.clip((c.y - hz) / 0.2, 0, 1)[..., None]
            c.over(mix(f * 0.95, f * 1.06, t) * (1 + 0.03 * noise(r, S, S, 30, 2)[..., None]), np.clip((c.y - hz) * S, 0, 1))
            c.over(f * 0.6, np.clip(1 - np.abs(c.y - hz) * S / 3, 0, 1) * 0.6)
            for nm, x in zip(r.permutation(["teapot", "decor:plant", "decor:pan", "bread", "tomato"])[:2], (0.1, 0.9)):
                c.stamp(str(nm), x, hz + 0.07, 0.16, 0, None)
        else:
            c.over(C(250, 246, 240), np.clip((c.y - hz + 0.02) * S, 0, 1))
            y = np.clip((c.y - hz) / (1 - hz), 1e-3, 1)
            u = ((c.x - 0.5) / (0.35 + 0.65 * y) * 7) % 1
            c.over(f * (0.88 + 0.2 * y[..., None]) * (1 + 0.03 * noise(r, S, S, 30, 2)[..., None]), np.clip((c.y - hz) * S, 0, 1))
            c.over(f * 0.7, (u < 0.035) * (c.y > hz) * 0.7)
            d = np.hypot((c.x - 0.5) / 0.4, (c.y - 0.86) / 0.1)
            rc = [C(190, 80, 90), C(70, 110, 170), C(90, 150, 120)][int(r.integers(3))]
            c.over(rc, np.clip((1 - d) * 40, 0, 1) * 0.9)
            c.over(rc * 1.25, np.clip(1 - np.abs(d - 0.86) * 30, 0, 1) * 0.8)
            c.stamp(
                str(r.choice(["sofa", "decor:plant", "chair", "television"])), 0.12 if r.random() < 0.5 else 0.88, hz + 0.09, 0.34, 0.03, w
            )
        o.update(hz=hz, haze=w, tint=C(255, 250, 240), shadow=0.38)
    else:  # studio: a seamless pastel backdrop
        a = np.array(__import__("colorsys").hsv_to_rgb(r.random(), r.uniform(0.12, 0.5), r.uniform(0.82, 0.98)), np.float32)
        c.sky(a * 1.0, a * 1.05)
        hz = 0.6
        t = np.clip((c.y - 0.5) / 0.35, 0, 1)[..., None]
        t = t * t * (3 - 2 * t)
        c.im = mix(c.im, np.repeat(np.repeat((a * 1.1).clip(0, 1)[None, None], S, 0), S, 1), t)
        c.glow(0.5 - 0.15 * L, 0.38, 0.55, C(45, 45, 45), 0.8)
        c.im *= (1 - 0.22 * np.clip(np.hypot(c.x - 0.5, c.y - 0.5) * 1.5 - 0.35, 0, 1) ** 1.5)[..., None]
        o.update(hz=0.62, haze=a, shadow=0.3)
    o["image"] = c.im.clip(0, 1)
    return o


def hash_(s):
    return sum((i + 1) * ord(ch) * 131 for i, ch in enumerate(s)) % 1_000_003


def _one(k):
    o = paint(*k)
    o["image"] = (o["image"] * 255 + 0.5).astype(np.uint8)
    return o


def bank(out, count, S, only=None):
    from concurrent.futures import ProcessPoolExecutor

    t0 = time.time()
    jobs = [(p, k, S) for p in (only or PLACES) for k in range(count)]
    n = int(os.environ.get("WORKERS", os.cpu_count() or 1))
    pool = ProcessPoolExecutor(n) if n > 1 else None
    made = list((pool.map if pool else map)(_one, jobs, **(dict(chunksize=8) if pool else {})))
    np.savez(
        out,
        images=np.stack([o["image"] for o in made]),
        names=np.array([j[0] for j in jobs]),
        meta=np.array(
            [
                [o["hz"], o["light"], o["shadow"], ["ground", "water", "float", "space"].index(o["kind"]), *o["tint"], *o["haze"]]
                for o in made
            ],
            np.float32,
        ),
    )
    print(len(made), "places", "%.3f s each" % ((time.time() - t0) / len(made)))


if __name__ == "__main__":
    if sys.argv[1] == "--bank":
        bank(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        t0 = time.process_time()
        n = [(p, k) for p in PLACES for k in range(2)]
        s = 256
        im = Image.new("RGB", (8 * s, len(n) // 8 * s))
        for i, (p, k) in enumerate(n):
            im.paste(
                Image.fromarray((paint(p, 100 + k, 512)["image"] * 255).astype(np.uint8)).resize((s, s), Image.LANCZOS),
                (i % 8 * s, i // 8 * s),
            )
        im.save(sys.argv[1])
        print("%.3f cpu-s each" % ((time.process_time() - t0) / len(n)))
