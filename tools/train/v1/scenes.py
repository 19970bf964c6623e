"""Procedural emoji scenes: pictures with captions and edit pairs, the same for the same seed.

    make_edit(seed)  -> dict(source, target, instruction, kind, keywords, edit_mask, scenes, masks, ...)
    captions(scene, r) -> a caption with marks

Pictures are uint8 RGB arrays SIZE x SIZE; masks are float alpha maps in [0, 1]. A *marked* text names in square brackets
which objects a word stands for: 'make the [0:car] red', '[0+1:cats] on grass'; plain() takes the marks out and gives the
spans. Seeds from HELD_OUT on are never trained on.
Sprites: Fluent Emoji Flat (MIT, Microsoft), via npm @iconify-json/fluent-emoji-flat, rendered once into sprites.npz
(python scenes.py --sprites ICONS.json).
"""
import colorsys, io, json, os, re, sys
import numpy as np
from PIL import Image

SIZE = 256
HELD_OUT = 100_000                          # .. 199_999: nobody trains here; 90_000 .. 99_999: validation; training: 1_000_000 ..
HERE = os.path.dirname(os.path.abspath(__file__))

# word -> icon name
ICONS = dict(cat='cat', dog='dog', horse='horse', cow='cow', pig='pig', rabbit='rabbit', elephant='elephant',
             bird='bird', duck='duck', penguin='penguin', fish='fish', turtle='turtle',
             car='automobile', bus='bus', rocket='rocket', boat='sailboat', house='house',
             tree='deciduous-tree', sunflower='sunflower', mushroom='mushroom', apple='red-apple',
             banana='banana', cake='birthday-cake', ball='soccer-ball', balloon='balloon',
             umbrella='umbrella', guitar='guitar', star='star', snowman='snowman', robot='robot')
OBJECTS = list(ICONS)
SYNONYMS = dict(cat=['kitty', 'kitten'], dog=['puppy', 'doggy'], horse=['pony'], rabbit=['bunny'], pig=['piggy'], turtle=['tortoise'],
                car=['automobile'], rocket=['spaceship'], boat=['sailboat', 'ship'], house=['cottage'], sunflower=['flower'],
                mushroom=['toadstool'], ball=['football'], umbrella=['parasol'], duck=['duckling'])
PLURALS = dict(fish='fish', bus='buses', house='houses', cake='cakes', snowman='snowmen', puppy='puppies', kitty='kitties', pony='ponies',
               bunny='bunnies', piggy='piggies', doggy='doggies')
COLORS = dict(red=0.99, orange=0.075, yellow=0.14, green=0.36, blue=0.60, purple=0.77, pink=0.91)     # hue in [0, 1]
NATURAL = dict(car='red', apple='red', mushroom='red', balloon='red', pig='pink', turtle='green', tree='green', banana='yellow',
               star='yellow', sunflower='yellow', fish='blue', ball='blue', bird='red', guitar='red')
BACKGROUNDS = ['grass', 'beach', 'snow', 'night', 'sky', 'road', 'desert', 'room']
BG_PHRASE = dict(grass=['on grass', 'on the grass', 'in a meadow'], beach=['on the beach', 'at the beach', 'on a beach'],
                 snow=['in the snow', 'in snow'], night=['at night', 'in the night'], sky=['in the sky', 'in the blue sky'],
                 road=['on a road', 'on the road', 'on the street'], desert=['in the desert', 'in a desert'],
                 room=['in a room', 'in the room', 'at home'])
BG_EDIT = dict(grass=['put {it} on grass', 'change the background to grass', 'make the background a meadow', 'put {it} in a meadow'],
               beach=['put {it} on the beach', 'change the background to a beach', 'make the background a beach'],
               snow=['put {it} in the snow', 'make it snow', 'change the background to snow', 'make it winter'],
               night=['make it night', 'turn it into night', 'change the background to night', 'turn day into night'],
               sky=['put {it} in the sky', 'change the background to the sky', 'make the background the sky'],
               road=['put {it} on a road', 'change the background to a road', 'put {it} on the street'],
               desert=['put {it} in the desert', 'change the background to a desert', 'make the background a desert'],
               room=['put {it} in a room', 'change the background to a room', 'make the background a room'])
DAY = ['make it day', 'turn night into day', 'make it daytime']              # night -> grass

# ---------------------------------------------------------------- sprites
N_BG = 48                                    # variants of each background
BASE = 160                                   # master sprite side, px


def render_sprites(icons_json, out):
    import cairosvg
    d = json.load(open(icons_json))['icons']
    arr = []
    for w in OBJECTS:
        svg = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="160" height="160">%s</svg>' % d[ICONS[w]]['body'])
        im = Image.open(io.BytesIO(cairosvg.svg2png(svg.encode(), output_width=BASE, output_height=BASE))).convert('RGBA')
        arr.append(np.asarray(im))
    np.savez_compressed(out, sprites=np.stack(arr), names=np.array(OBJECTS))


def _recolor(rgba, color):
    """Tint every saturated or light pixel to one hue; keep darks (outlines, wheels, eyes)."""
    rgb = rgba[..., :3].astype(np.float32) / 255
    mx, mn = rgb.max(-1), rgb.min(-1)
    v, s = mx, (mx - mn) / np.maximum(mx, 1e-6)
    lum = rgb @ np.array([.3, .59, .11], np.float32)
    h = COLORS[color]
    pure = np.array(colorsys.hsv_to_rgb(h, 1.0, 1.0), np.float32)
    sat = np.clip(np.maximum(s, 0.72), 0, 0.92)[..., None]
    val = np.clip(0.42 + 0.62 * np.maximum(lum, v * .75), 0, 1)[..., None]
    tint = val * (1 - sat + sat * pure)
    keep = (lum < 0.2)[..., None]
    out = np.where(keep, rgb, tint)
    return np.concatenate([(out * 255).round().astype(np.uint8), rgba[..., 3:]], -1)


_S = {}


def sprite(word, color=None, px=96, flip=False):
    """Premultiplied float sprite (rgb*a, a) of about px pixels, cropped to its alpha box."""
    if 'raw' not in _S:
        z = np.load(os.path.join(HERE, 'sprites.npz'))
        _S['raw'] = dict(zip([str(n) for n in z['names']], z['sprites']))
    px = int(round(px / 4) * 4)
    k = (word, color, px, flip)
    if k not in _S:
        a = _S['raw'][word]
        if color:
            a = _recolor(a, color)
        f = a.astype(np.float32) / 255
        f[..., :3] *= f[..., 3:]
        im = np.stack([np.asarray(Image.fromarray(f[..., i], 'F').resize((px, px), Image.LANCZOS if px > BASE else Image.BOX if px * 2 == BASE else Image.BICUBIC)) for i in range(4)], -1).clip(0, 1)
        if flip:
            im = im[:, ::-1]
        ys, xs = np.where(im[..., 3] > .05)
        _S[k] = np.ascontiguousarray(im[ys.min():ys.max() + 1, xs.min():xs.max() + 1]).astype(np.float16)
    return _S[k].astype(np.float32)


# ---------------------------------------------------------------- backgrounds
def _grad(top, bot, n):
    t = np.linspace(0, 1, n, dtype=np.float32)[:, None]
    return np.array(top, np.float32) * (1 - t) + np.array(bot, np.float32) * t


_YY, _XX = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)


_BG = {}


def background(name, seed):
    k = (name, seed)
    if k not in _BG:
        _BG[k] = _background(name, seed).round().astype(np.uint8)
    return _BG[k]


def _background(name, seed):
    r = np.random.default_rng(seed + 77)
    hz = int(SIZE * r.uniform(.42, .62))
    j = r.uniform(-10, 10, 3)
    im = np.empty((SIZE, SIZE, 3), np.float32)

    def two(t0, t1, b0, b1):
        im[:hz] = _grad(t0, t1, hz)[:, None]
        im[hz:] = _grad(b0, b1, SIZE - hz)[:, None]
    if name == 'grass':
        two((150, 205, 245), (205, 232, 250), (120, 190, 90), (80, 150, 60))
    elif name == 'beach':
        two((120, 200, 245), (190, 230, 250), (245, 225, 170), (230, 200, 140))
        h2 = hz - int(r.uniform(18, 34)); im[h2:hz] = _grad((50, 130, 200), (80, 175, 215), hz - h2)[:, None]
    elif name == 'snow':
        two((175, 195, 220), (215, 225, 238), (250, 252, 255), (222, 232, 245))
    elif name == 'night':
        two((12, 14, 48), (38, 36, 92), (24, 50, 46), (14, 30, 34))
        for _ in range(14):
            y, x = int(r.integers(4, hz - 6)), int(r.integers(4, SIZE - 4)); im[y:y + 3, x:x + 3] = (255, 250, 210)
    elif name == 'sky':
        im[:] = _grad((70, 150, 230), (190, 225, 250), SIZE)[:, None]
        for _ in range(3):
            cx, cy = r.uniform(0, SIZE), r.uniform(20, SIZE - 20)
            for dx in (-22, 0, 22):
                d = ((_XX - cx - dx) / 26) ** 2 + ((_YY - cy + (6 if dx == 0 else 0)) / 13) ** 2
                a = np.clip((1.15 - d) * 3, 0, 1)[..., None] * .85; im[:] = im * (1 - a) + 250 * a
    elif name == 'road':
        two((170, 205, 235), (215, 225, 235), (120, 120, 126), (86, 86, 92))
        y = hz + (SIZE - hz) // 2
        off = int(r.integers(0, 48))
        for x in range(-off, SIZE, 48):
            im[y:y + 6, max(x, 0):max(x + 26, 0)] = (240, 235, 200)
    elif name == 'desert':
        two((250, 190, 120), (252, 226, 170), (226, 170, 96), (196, 132, 66))
        c = r.uniform(40, 216); a = np.clip((18 - np.hypot(_XX - c, _YY - hz * .4)) / 2, 0, 1)[..., None]
        im[:] = im * (1 - a) + np.array((255, 244, 190), np.float32) * a
    elif name == 'room':
        two((238, 222, 205), (226, 205, 186), (168, 116, 76), (138, 92, 58)); im[hz:hz + 5] = (250, 245, 238)
    noise = r.normal(0, 1, (SIZE // 8, SIZE // 8)).astype(np.float32)
    n = np.asarray(Image.fromarray(noise, 'F').resize((SIZE, SIZE), Image.BICUBIC))
    im += (n * 2.0)[..., None] + j.astype(np.float32)
    return im.clip(0, 255)


# ---------------------------------------------------------------- scenes
def an(words):
    bare = re.sub(r'^\[[\d+]+:', '', words)
    return ('an ' if bare[0] in 'aeio' or bare.startswith('umbrella') else 'a ') + words


def plain(marked):
    """Marked text -> (text, [(start, end, [object indices]), ...]); the spans are character ranges of the text."""
    text, spans, at = '', [], 0
    for m in re.finditer(r'\[([\d+]+):([^\]]+)\]', marked):
        text += marked[at:m.start()]
        spans.append((len(text), len(text) + len(m[2]), [int(i) for i in m[1].split('+')]))
        text += m[2]; at = m.end()
    return text + marked[at:], spans


def noun(r, word, plural=False):
    w = str(r.choice(SYNONYMS[word])) if word in SYNONYMS and r.random() < .2 else word
    return w if not plural else PLURALS.get(w, w + 's')


def name_of(r, o, index, plural=False, size=.75):
    """'small red [2:cat]': size and colour come before the marked noun; the size is told in some captions only."""
    s = ''
    if o['size'] != 'normal' and r.random() < size:
        s += str(r.choice(['small', 'little', 'tiny'] if o['size'] == 'small' else ['big', 'large', 'huge'])) + ' '
    return s + (o['color'] + ' ' if o['color'] else '') + f'[{index}:{noun(r, o["word"], plural)}]'


def center(o):
    return (o['box'][0] + o['box'][2]) / 2 / SIZE


def fit(o, cx, cy, px):
    """Puts the object's middle near (cx, cy) in 0..1, px pixels large, inside the picture."""
    h, w = sprite(o['word'], o['color'], px, o['flip']).shape[:2]
    x = int(np.clip(cx * SIZE - w / 2, 2, SIZE - w - 2)); y = int(np.clip(cy * SIZE - h / 2, 2, SIZE - h - 2))
    return dict(o, px=px, x=x, y=y, box=(x, y, x + w, y + h))


def free(b, taken, share=.04):
    area = (b[2] - b[0]) * (b[3] - b[1])
    return all(max(0, min(b[2], t[2]) - max(b[0], t[0])) * max(0, min(b[3], t[3]) - max(b[1], t[1])) < share * area for t in taken)


def new_object(r, exclude=(), word=None):
    w = word or str(r.choice([v for v in OBJECTS if v not in exclude]))
    c = str(r.choice([c for c in COLORS if c != NATURAL.get(w)])) if r.random() < .4 else None
    return dict(word=w, color=c, flip=bool(r.random() < .35), size='normal')


def new_scene(r, n=None):
    n = n or int(r.choice([1, 2, 3, 4], p=[.33, .42, .18, .07]))
    scene = dict(bg=str(r.choice(BACKGROUNDS)), bgseed=int(r.integers(N_BG)), objs=[])
    same = n > 1 and r.random() < .2
    for k in range(n):
        objs = scene['objs']
        if same and k and (k == 1 or r.random() < .5):
            o = new_object(r, word=objs[0]['word']) if r.random() < .5 else dict(objs[0])
        else:
            o = new_object(r, [q['word'] for q in objs])
        o['size'] = str(r.choice(['small', 'normal', 'big'], p=[.12, .80, .08])) if n < 3 else str(r.choice(['small', 'normal'], p=[.15, .85]))
        for _ in range(40):
            px = int(r.integers(*dict(small=(54, 69), normal=(92, 121) if n < 3 else (80, 101), big=(140, 165))[o['size']]))
            q = fit(o, r.uniform(.16, .84), r.uniform(.36, .78), px)
            if free(q['box'], [t['box'] for t in objs]):
                objs.append(q); break
    return scene


def draw(scene):
    """-> uint8 picture, list of masks (visible alpha of each object)."""
    im = background(scene['bg'], scene['bgseed']).copy()
    masks = []
    for o in scene['objs']:
        sp = sprite(o['word'], o['color'], o['px'], o['flip'])
        h, w = sp.shape[:2]; x, y = o['x'], o['y']
        a = sp[..., 3:]
        im[y:y + h, x:x + w] = (im[y:y + h, x:x + w] * (1 - a) + sp[..., :3] * 255 + .5).astype(np.uint8)
        m = np.zeros((SIZE, SIZE), np.float32); m[y:y + h, x:x + w] = a[..., 0]
        for q in masks:
            q *= 1 - m
        masks.append(m)
    return im, masks


NUMBERS = {2: 'two', 3: 'three', 4: 'four'}


def joined(names):
    return names[0] if len(names) == 1 else ' and '.join(names) if len(names) == 2 else ', '.join(names[:-1]) + ' and ' + names[-1]


def caption(scene, r):
    """A marked caption: sides, relations, counts, with or without the background."""
    bg = str(r.choice(BG_PHRASE[scene['bg']]))
    if not scene['objs']:
        return bg
    order = sorted(range(len(scene['objs'])), key=lambda i: center(scene['objs'][i]))
    objs = scene['objs']; k = r.random()
    side = lambda o: str(r.choice(['on the left', 'at the left', 'on the left side'] if center(o) < .38 else ['on the right', 'at the right', 'on the right side']
                                  if center(o) > .62 else ['in the middle', 'in the center']))
    if k < .5:                                                   # every object with its side
        if r.random() < .4: r.shuffle(order)
        s = joined([an(name_of(r, objs[i], i)) + ' ' + side(objs[i]) for i in order])
    elif k < .65 and len(order) == 2:
        a, b = order; q = r.random()
        if q < .4: s = an(name_of(r, objs[a], a)) + ' to the left of ' + an(name_of(r, objs[b], b))
        elif q < .6: s = an(name_of(r, objs[b], b)) + ' to the right of ' + an(name_of(r, objs[a], a))
        else: s = an(name_of(r, objs[a], a)) + ' next to ' + an(name_of(r, objs[b], b))
    else:                                                        # counted
        if r.random() < .3: r.shuffle(order)
        groups = {}
        for i in order: groups.setdefault((objs[i]['word'], objs[i]['color'], objs[i]['size']), []).append(i)
        names = []
        for (w, c, z), g in groups.items():
            o = objs[g[0]]
            names.append(an(name_of(r, o, g[0])) if len(g) == 1 else NUMBERS[len(g)] + ' ' + name_of(r, o, '+'.join(map(str, g)), True))
        s = joined(names)
    t = r.random()
    if t < .60: return f'{s} {bg}'
    if t < .68: return f'{s}, {bg.split()[-1]}'
    if t < .76: return f'{bg}, {s}'
    if t < .86: return f'a picture of {s} {bg}'
    if t < .92: return f'draw {s} {bg}'
    return s


# ---------------------------------------------------------------- edits
EDIT_KINDS = dict(replace=.23, recolor=.18, remove=.15, add=.18, background=.09, resize=.06, move=.04, double=.07)
REPLACE_T = ['replace the {a} with {b}', 'turn the {a} into {b}', 'swap the {a} for {b}', 'change the {a} to {b}', 'make the {a} {b}', 'exchange the {a} for {b}']
RECOLOR_T = ['make the {a} {c}', 'turn the {a} {c}', 'color the {a} {c}', 'change the color of the {a} to {c}', 'paint the {a} {c}']
REMOVE_T = ['remove the {a}', 'delete the {a}', 'take away the {a}', 'get rid of the {a}', 'erase the {a}', 'take the {a} out']
ADD_T = ['add {b} {w}', 'put {b} {w}', 'insert {b} {w}', 'place {b} {w}', 'draw {b} {w}']
WHERE = dict(left=['on the left', 'at the left', 'on the left side', 'to the left'], right=['on the right', 'at the right', 'on the right side', 'to the right'],
             middle=['in the middle', 'in the center'])
PLACE_X = dict(left=.2, right=.8, middle=.5)


def refer(r, objs, i):
    """How an instruction names object i so that no other can be meant; marked; None when there is no such name."""
    o = objs[i]; same = [q for j, q in enumerate(objs) if q['word'] == o['word'] and j != i]
    n = f'[{i}:{noun(r, o["word"])}]'
    xs = [center(q) for q in same]
    side = [] if not same else ['left'] if all(center(o) < x - .1 for x in xs) else ['right'] if all(center(o) > x + .1 for x in xs) else []
    if not same and r.random() < .08: side = ['left'] if center(o) < .38 else ['right'] if center(o) > .62 else []
    ways = []
    if side: ways.append(f'{side[0]} {n}' if r.random() < .5 else f'{n} on the {side[0]}')
    if o['color'] and all(q['color'] != o['color'] for q in same) and (same or r.random() < .35): ways.append(f'{o["color"]} {n}')
    if o['size'] != 'normal' and all(q['size'] != o['size'] for q in same) and (same or r.random() < .35): ways.append(('small ' if o['size'] == 'small' else 'big ') + n)
    if ways: return str(r.choice(ways))
    return None if same else n


def edit(scene, kind, r, avoid=()):
    """One edit of the scene, in place -> (marked instruction, touched words, keyword), or None. Marks: 0.. objects of the
    source, 8.. objects of the target (index + 8)."""
    objs = scene['objs']
    pick = [i for i, o in enumerate(objs) if o['word'] not in avoid and not o.get('touched')]
    if kind == 'background':
        b = str(r.choice([q for q in BACKGROUNDS if q != scene['bg']]))
        if scene['bg'] == 'night' and r.random() < .3: b = 'grass'; s = str(r.choice(DAY))
        else:
            it = 'it' if len(objs) == 1 else 'them'
            s = str(r.choice(BG_EDIT[b])).format(it=it)
        scene.update(bg=b)
        return s, [], 'background'
    if kind == 'add':
        if len(objs) > 3: return None
        n = new_object(r, [q['word'] for q in objs]); n['flip'] = False
        n['size'] = 'small' if r.random() < .12 else 'normal'
        px = 60 if n['size'] == 'small' else 104
        where = [w for w in PLACE_X if free(fit(n, PLACE_X[w], .60, px)['box'], [q['box'] for q in objs], .06)]
        if not where: return None
        w = str(r.choice(where)); n = fit(n, PLACE_X[w], .60, px)
        s = str(r.choice(ADD_T)).format(b=an(name_of(r, n, len(objs) + 8, size=1)), w=str(r.choice(WHERE[w])))
        if len(where) == 1 and r.random() < .3: s = f'add {an(name_of(r, n, len(objs) + 8, size=1))}' + str(r.choice(['', ' to the picture']))
        n['touched'] = True; objs.append(n)
        return s, [n['word']], n['word']
    if not pick: return None
    i = int(r.choice(pick)); o = objs[i]; a = refer(r, objs, i)
    every = [j for j, q in enumerate(objs) if q['word'] == o['word']]
    if len(every) > 1 and kind in ('recolor', 'remove', 'replace') and (a is None or r.random() < .3):
        a = f'[{"+".join(map(str, every))}:{noun(r, o["word"], True)}]'
    else: every = [i]
    if a is None: return None
    cx, cy = center(o), (o['box'][1] + o['box'][3]) / 2 / SIZE
    if kind == 'replace':
        n = new_object(r, [q['word'] for q in objs])
        for j in every:
            q = objs[j]; objs[j] = dict(fit(dict(n, size=q['size'], flip=q['flip']), center(q), (q['box'][1] + q['box'][3]) / 2 / SIZE, q['px']), touched=True)
        if len(every) > 1:
            b = name_of(r, n, '+'.join(str(j + 8) for j in every), True)
            return str(r.choice(REPLACE_T)).format(a=a, b=b), [o['word'], n['word']], o['word']
        return str(r.choice(REPLACE_T)).format(a=a, b=an(name_of(r, n, i + 8))), [o['word'], n['word']], o['word']
    if kind == 'recolor':
        c = str(r.choice([c for c in COLORS if c not in (o['color'], o['color'] is None and NATURAL.get(o['word']))]))
        for j in every: objs[j] = dict(objs[j], color=c, touched=True)
        return str(r.choice(RECOLOR_T)).format(a=a, c=c), [o['word']], o['word']
    if kind == 'remove':
        for j in every: objs[j] = dict(objs[j], gone=True, touched=True)
        return str(r.choice(REMOVE_T)).format(a=a), [o['word']], o['word']
    others = [q['box'] for j, q in enumerate(objs) if j != i]
    if kind == 'resize':
        up = o['size'] == 'small' or (o['size'] == 'normal' and r.random() < .5)
        px = int(np.clip(o['px'] * (1.5 if up else .62), 44, 168))
        n = fit(dict(o, size=dict(small='normal', normal='big')[o['size']] if up else dict(big='normal', normal='small')[o['size']], touched=True), cx, cy, px)
        if up and not free(n['box'], others, .08): return None
        objs[i] = n
        w = ['make the {a} bigger', 'make the {a} larger', 'enlarge the {a}'] if up else ['make the {a} smaller', 'shrink the {a}']
        if n['size'] != 'normal': w = w + ['make the {a} ' + ('big' if up else 'small')]
        return str(r.choice(w)).format(a=a), [o['word']], o['word']
    if kind == 'move':
        where = 'left' if cx > .6 else 'right' if cx < .4 else str(r.choice(['left', 'right']))
        n = dict(fit(o, PLACE_X[where], cy, o['px']), touched=True)
        if not free(n['box'], others, .02): return None
        objs[i] = n
        return str(r.choice([f'move the {a} {where}', f'move the {a} to the {where}', f'put the {a} on the {where}'])), [o['word']], o['word']
    return None


def make_edit(seed, kind=None):
    """An edit pair. Marks in the instruction: masks[i] of the source for i < 8, of the target for i - 8 (see all_masks)."""
    r = np.random.default_rng([seed, 3])
    while True:
        sc = new_scene(r)
        tg = dict(sc, objs=[dict(o) for o in sc['objs']])
        k = kind or str(r.choice(list(EDIT_KINDS), p=list(EDIT_KINDS.values())))
        if k == 'double':
            ks = [str(q) for q in r.choice(['replace', 'recolor', 'remove', 'add', 'background'], 2, replace=False)]
            e1 = edit(tg, ks[0], r)
            e2 = e1 and edit(tg, ks[1], r, e1[1])
            e = e2 and (e1[0] + str(r.choice([' and ', ', then ', ' and then '], p=[.7, .15, .15])) + e2[0], e1[1] + e2[1], e1[2])
            parts = e2 and [(ks[0], *e1), (ks[1], *e2)]
        else:
            e = edit(tg, k, r); parts = e and [(k, *e)]
        if e: break
    src, ms = draw(sc)
    shown = [i for i, o in enumerate(tg['objs']) if not o.get('gone')]
    target = dict(tg, objs=[tg['objs'][i] for i in shown])
    dst, md = draw(target)
    all_masks = {i: m for i, m in enumerate(ms)} | {8 + i: m for i, m in zip(shown, md)}
    m = (np.abs(src.astype(np.int16) - dst).max(-1) > 0).astype(np.float32)
    return dict(source=src, target=dst, instruction=e[0], words=e[1], keyword=e[2], parts=parts, kind=k, edit_mask=m, source_scene=sc, target_scene=target,
                source_masks=ms, target_masks=md, all_masks=all_masks, source_captions=[caption(sc, r) for _ in range(3)],
                target_captions=[caption(target, r) for _ in range(3)])


if __name__ == '__main__':
    if sys.argv[1] == '--sprites':
        render_sprites(sys.argv[2], os.path.join(HERE, 'sprites.npz'))
    else:                                     # contact sheet of generator output
        import time
        rows = []
        for s in range(24):
            e = make_edit(90_000 + s)
            rows.append(np.concatenate([e['source'], e['target'], np.repeat((e['edit_mask'] * 255).astype(np.uint8)[..., None], 3, -1)], 1))
            print(s, e['kind'], '|', plain(e['source_captions'][0])[0], '|', e['instruction'], '|', plain(e['target_captions'][0])[0])
        Image.fromarray(np.concatenate([np.concatenate(rows[i:i + 3], 1) for i in range(0, 24, 3)], 0)).save(sys.argv[1])
        t = time.time(); [make_edit(90_000 + i) for i in range(100)]; print('edit pairs/s', 100 / (time.time() - t))
