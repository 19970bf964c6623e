"""Trains the pocket detector (OWL-ViT's architecture, from scratch) on the pictures and boxes of make_latents.py's first shards.

    python train_detector.py --until 06:10        (or --minutes 25); resumes from work/detector.pt
    python train_detector.py --export             -> models/pocket-detector

Queries: every object word (in any wording) and phrases with a colour; a tenth of the colour-word pairs is never a query (HELD_PAIRS).
The word's token order differs from the U-Net's: OWL-ViT reads the sentence at its highest token id, so the end token comes last."""
import argparse, glob, json, os, shutil, time
import numpy as np, torch, torch.nn.functional as F
from transformers import CLIPTokenizer, OwlViTConfig, OwlViTForObjectDetection
import scenes
HERE = os.path.dirname(os.path.abspath(__file__)); WORK = os.environ.get('POCKET_WORK', HERE + '/work'); MODEL = os.environ.get('POCKET_MODEL', HERE + '/../../../models/pocket')
SIZE, PATCH, LENGTH = 160, 16, 16
GRID = SIZE // PATCH
MEAN, STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
HELD_PAIRS = {(w, c) for i, w in enumerate(scenes.OBJECTS) for j, c in enumerate(scenes.COLORS) if (3 * i + j) % 10 == 0}
PROMPTS = ['{}', 'a {}', 'the {}', 'a picture of {}', 'a photo of a {}']


def tokenizer():
    """The pocket tokenizer with start and end token moved behind all words."""
    folder = WORK + '/detector-tokenizer'
    vocab = json.load(open(MODEL + '/tokenizer/vocab.json')); words = [k for k, _ in sorted(vocab.items(), key=lambda x: x[1]) if not k.startswith('<|')]
    vocab = {k: i for i, k in enumerate(words + ['<|startoftext|>', '<|endoftext|>'])}
    merges = [tuple(x.split(' ')) for x in open(MODEL + '/tokenizer/merges.txt').read().split('\n')[1:] if x]
    tok = CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=LENGTH, pad_token='!'); tok.save_pretrained(folder)
    json.dump(vocab, open(folder + '/vocab.json', 'w')); open(folder + '/merges.txt', 'w').write('#version: 0.2\n' + '\n'.join(' '.join(x) for x in merges) + '\n')
    return tok


def build(tok):
    n = len(tok)
    return calm(OwlViTForObjectDetection(OwlViTConfig(
        text_config=dict(vocab_size=n, hidden_size=96, intermediate_size=288, num_hidden_layers=1, num_attention_heads=3, max_position_embeddings=LENGTH, hidden_act='quick_gelu', pad_token_id=0, bos_token_id=n - 2, eos_token_id=n - 1),
        vision_config=dict(hidden_size=160, intermediate_size=480, num_hidden_layers=6, num_attention_heads=5, image_size=SIZE, patch_size=PATCH, hidden_act='quick_gelu'),
        projection_dim=96)))


def calm(model):
    """transformers starts the box head's weights with a deviation of 1: every box is saturated, and no gradient comes through."""
    for name, layer in model.box_head.named_children():
        if name.startswith('dense'): torch.nn.init.xavier_uniform_(layer.weight, .1 if name == 'dense2' else 1.); torch.nn.init.zeros_(layer.bias)
    return model


class Shards:
    def __init__(self, files):
        self.x, self.y, self.files = [], [], set()
        self.more(files)

    def more(self, files):
        for f in files:
            if f in self.files: continue
            d = torch.load(f, weights_only=False, mmap=True); self.files.add(f)
            self.x.append(F.interpolate(d['thumbs'].flatten(0, 1).permute(0, 3, 1, 2).float(), (SIZE, SIZE), mode='bilinear', antialias=True).round().clamp(0, 255).to(torch.uint8)); self.y.append([o for m in d['metas'] for o in m['objects']])

    def batch(self, r, size):
        k = int(r.integers(len(self.x))); at = r.integers(len(self.y[k]), size=size); x = self.x[k][torch.from_numpy(at)].float() / 255; ys = [self.y[k][int(i)] for i in at]
        flip = torch.from_numpy(r.random(size) < .5); x = torch.where(flip[:, None, None, None], x.flip(3), x)
        ys = [[(w, c, s, (256 - b[2], b[1], 256 - b[0], b[3])) for w, c, s, b in y] if f else y for y, f in zip(ys, flip.tolist())]
        if r.random() < .35: s = int(r.integers(60, 140)); x = F.interpolate(F.interpolate(x, (s, s), mode='bilinear', antialias=True), (SIZE, SIZE), mode='bilinear')
        x = x * torch.from_numpy(r.uniform(.85, 1.15, (size, 1, 1, 1))).float() + torch.from_numpy(r.uniform(-.06, .06, (size, 1, 1, 1))).float() + torch.randn(size, 3, 1, 1) * .02
        if r.random() < .3: x = x + torch.randn_like(x) * .04
        return (x.clamp(0, 1) - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1), ys


def queries(r, ys, phrases=16):
    """-> texts, and for each a test (word, colour) -> 1, 0 or -1 (do not care)."""
    out = [(scenes.noun(r, w), w, None) for w in scenes.OBJECTS]
    there = [(w, c) for y in ys for w, c, _, _ in y if c]
    for k in range(phrases):
        w, c = there[int(r.integers(len(there)))] if there and r.random() < .6 else (str(r.choice(scenes.OBJECTS)), str(r.choice(list(scenes.COLORS))))
        if (w, c) not in HELD_PAIRS: out.append((c + ' ' + scenes.noun(r, w), w, c))
    def match(word, color, w, c):
        if word != w: return 0
        if c is None or color == c: return 1
        return -1 if color is None and scenes.NATURAL.get(w) == c else 0
    return [str(r.choice(PROMPTS, p=[.5, .2, .1, .1, .1])).format(t) for t, _, _ in out], [(lambda a, b, w=w, c=c: match(a, b, w, c)) for _, w, c in out]


def targets(ys, tests):
    """Positive tokens: up to four patches near the box's middle; tokens elsewhere in the box do not count, but learn the box."""
    B, Q = len(ys), len(tests); cls = torch.zeros(B, GRID * GRID, Q); care = torch.ones(B, GRID * GRID, Q); pos, box = [], []
    at = (np.arange(GRID) + .5) / GRID; gx, gy = np.meshgrid(at, at); gx, gy = gx.ravel(), gy.ravel()
    for b, y in enumerate(ys):
        for w, c, _, q in y:
            x0, y0, x1, y1 = [v / 256 for v in q]; cx, cy, bw, bh = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
            d = np.maximum(abs(gx - cx) / bw, abs(gy - cy) / bh); inside = np.where(d < .5)[0]
            near = np.argsort((gx - cx) ** 2 + (gy - cy) ** 2)[:4]; near = [n for n in near if d[n] < .3] or [near[0]]
            m = torch.tensor([t(w, c) for t in tests]); hit = torch.where(m == 1)[0]; dont = torch.where(m == -1)[0]
            for n in inside:
                care[b, n, dont] = 0
                # May speak up or not; its box is taught all the same, so that it falls to the suppression of doubles.
                if n not in near and d[n] < .35: care[b, n, hit] = 0; pos.append((b, n)); box.append((cx, cy, bw, bh))
            for n in near: cls[b, n, hit] = 1; care[b, n, hit] = 1; pos.append((b, n)); box.append((cx, cy, bw, bh))
    return cls, care, torch.tensor(pos).reshape(-1, 2), torch.tensor(box, dtype=torch.float32).reshape(-1, 4)


def giou(a, b):
    lo = lambda x: x[:, :2] - x[:, 2:] / 2; hi = lambda x: x[:, :2] + x[:, 2:] / 2
    inter = (torch.minimum(hi(a), hi(b)) - torch.maximum(lo(a), lo(b))).clamp(min=0).prod(1); union = a[:, 2:].prod(1) + b[:, 2:].prod(1) - inter
    hull = (torch.maximum(hi(a), hi(b)) - torch.minimum(lo(a), lo(b))).prod(1)
    return inter / union - (hull - union) / hull


def run(model, tok, x, texts):
    ids = tok(texts, padding='max_length', truncation=True, max_length=LENGTH, return_tensors='pt')
    t = model.owlvit.get_text_features(input_ids=ids.input_ids, attention_mask=ids.attention_mask)
    t = t if torch.is_tensor(t) else t.pooler_output
    feats, _ = model.image_embedder(x); f = feats.flatten(1, 2)
    logits, _ = model.class_predictor(f, t[None].expand(len(x), -1, -1).to(f.dtype))
    return logits.float(), model.box_predictor(f.float(), feats).float()


@torch.no_grad()
def detect(model, tok, x, texts, threshold, overlap=.5):
    """-> per picture a list of (query, score, box in 0..1 corners), after suppression within each query."""
    logits, boxes = run(model, tok, x, texts); p = logits.sigmoid(); out = []
    for b in range(len(x)):
        found = []
        for n, q in (p[b] > threshold).nonzero().tolist():
            c = boxes[b, n]; found.append((q, float(p[b, n, q]), (float(c[0] - c[2] / 2), float(c[1] - c[3] / 2), float(c[0] + c[2] / 2), float(c[1] + c[3] / 2))))
        found.sort(key=lambda f: -f[1]); keep = []
        for f in found:
            if all(f[0] != k[0] or iou(f[2], k[2]) < overlap for k in keep): keep.append(f)
        out.append(keep)
    return out


def iou(a, b):
    i = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return i / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - i + 1e-9)


def evaluate(model, tok, n=256):
    """Validation seeds: recall at IoU 0.5 with the right word, false boxes a picture, by threshold."""
    d = Shards([WORK + '/valid-00000.pt']); model.eval()
    x = d.x[0][:2 * n:2].float() / 255; x = (x - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1); ys = d.y[0][:2 * n:2]
    for th in (.2, .3, .4, .5):
        hit = total = false = 0
        for at in range(0, n, 64):
            for f, y in zip(detect(model, tok, x[at:at + 64], scenes.OBJECTS, th), ys[at:at + 64]):
                used = set(); total += len(y)
                for q, s, b in f:
                    k = next((k for k, (w, c, _, t) in enumerate(y) if k not in used and w == scenes.OBJECTS[q] and iou(b, [v / 256 for v in t]) >= .5), None)
                    if k is None: false += 1
                    else: used.add(k)
                hit += len(used)
        print(f'VALID threshold {th}: recall {hit / total:.3f}, false boxes a picture {false / n:.3f}', flush=True)
    model.train()


def export(out):
    tok = tokenizer(); model = build(tok); s = torch.load(WORK + '/detector.pt', weights_only=False)
    for p, e in zip(model.parameters(), s['ema']): p.data.copy_(e)
    evaluate(model, tok); model.half().save_pretrained(out); shutil.copytree(WORK + '/detector-tokenizer', out, dirs_exist_ok=True)
    json.dump(dict(image_processor_type='OwlViTImageProcessor', processor_class='OwlViTProcessor', do_resize=True, size=dict(height=SIZE, width=SIZE), resample=3, do_center_crop=False, crop_size=dict(height=SIZE, width=SIZE),
                   do_rescale=True, rescale_factor=1 / 255, do_normalize=True, image_mean=MEAN, image_std=STD), open(out + '/preprocessor_config.json', 'w'), indent=1)


def main():
    q = argparse.ArgumentParser(); q.add_argument('--until'); q.add_argument('--minutes', type=float); q.add_argument('--batch', type=int, default=48); q.add_argument('--lr', type=float, default=1e-3); q.add_argument('--export', action='store_true'); q.add_argument('--constant', action='store_true')
    a = q.parse_args(); torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 2))); torch.set_flush_denormal(True)
    if a.export: return export(HERE + '/../../../models/pocket-detector')
    start = time.time(); end = start + (a.minutes or 0) * 60
    if a.until: h, m = map(int, a.until.split(':')); lt = time.gmtime(start); end = start + ((h - lt.tm_hour) * 60 + m - lt.tm_min) * 60 - lt.tm_sec
    tok = tokenizer(); model = build(tok)
    from train_unet import Muon
    with torch.no_grad(): model.class_head.logit_scale.bias.fill_(9.); model.class_head.logit_shift.bias.fill_(-.5); model.class_head.logit_scale.weight.mul_(.1); model.class_head.logit_shift.weight.mul_(.1)
    named = list(model.named_parameters()); P = [p for _, p in named]
    hidden = [p for k, p in named if p.ndim >= 2 and not any(s in k for s in ('embedding', 'logit', 'dense2'))]; hid = {id(p) for p in hidden}
    opts = [Muon(hidden, lr=a.lr), torch.optim.AdamW([p for p in P if id(p) not in hid], lr=a.lr, weight_decay=0., betas=(.9, .98))]
    print('parameters %.2fM' % (sum(p.numel() for p in P) / 1e6)); step = 0; ema = [p.detach().clone() for p in P]
    if os.path.exists(WORK + '/detector.pt'):
        s = torch.load(WORK + '/detector.pt', weights_only=False); model.load_state_dict(s['model']); ema, step = s['ema'], s['step']; [o.load_state_dict(t) for o, t in zip(opts, s['opts'])]; print('resumed at', step, flush=True)
    files = lambda: [f for f in sorted(glob.glob(WORK + '/shard-000[0-5]?.pt'))]
    data = Shards(files()[:4]); r = np.random.default_rng([step, 9]); model.train(); acc = []; first = step; ls = lv = tl = time.time()

    def save(): torch.save(dict(model=model.state_dict(), ema=ema, opts=[o.state_dict() for o in opts], step=step), WORK + '/detector.pt.tmp'); os.replace(WORK + '/detector.pt.tmp', WORK + '/detector.pt')

    def validate():
        for p, e in zip(P, ema): p.data, e.data = e.data, p.data
        evaluate(model, tok, 128)
        for p, e in zip(P, ema): p.data, e.data = e.data, p.data

    while time.time() < end:
        fr = (time.time() - start) / (end - start); lr = a.lr * min(1, (step - first + 1) / 100) * (1 if a.constant else min(1, (1 - fr) / .6) * .98 + .02)
        for o in opts:
            for g in o.param_groups: g['lr'] = lr
        x, ys = data.batch(r, a.batch); texts, tests = queries(r, ys); cls, care, pos, box = targets(ys, tests)
        with torch.autocast('cpu', torch.bfloat16): logits, boxes = run(model, tok, x, texts)
        p = logits.sigmoid(); n = max(1, int((cls.amax(2) > 0).sum()))
        focal = F.binary_cross_entropy_with_logits(logits, cls, reduction='none') * torch.where(cls > 0, 1 - p, p).square() * torch.where(cls > 0, .6, .4) * care
        bx = boxes[pos[:, 0], pos[:, 1]]; l1 = (bx - box).abs().sum(1).mean(); gi = (1 - giou(bx, box)).mean()
        loss = focal.sum() / n + 2 * l1 + gi
        loss.backward(); torch.nn.utils.clip_grad_norm_(P, 1.); [o.step() for o in opts]
        for q in P: q.grad = None
        step += 1; acc.append((float(focal.detach().sum() / n), float(l1.detach()), float(gi.detach()))); torch._foreach_lerp_(ema, [p.detach() for p in P], 1 - min(.998, (1 + step) / (20 + step)))
        if step % 50 == 0: h = np.mean(acc[-50:], 0); print(f'{step} {time.time() - start:.0f}s focal {h[0]:.3f} l1 {h[1]:.4f} giou {h[2]:.3f} lr {lr:.1e} {50 * a.batch / (time.time() - tl):.0f} pics/s', flush=True); tl = time.time(); data.more(files()[:len(data.files) + 1])
        if time.time() - ls > 120: save(); ls = time.time()
        if time.time() - lv > 240: validate(); lv = time.time()
    save(); validate(); print('done', step)


if __name__ == '__main__': main()
