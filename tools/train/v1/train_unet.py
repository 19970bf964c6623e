"""Trains the U-Net and the text encoder together on what make_latents.py has drawn so far.

    python train_unet.py --until 06:35        (or --minutes 120); starts from work/unet.pt when it is there (resume), else from the exported model

v-prediction; loss weighted towards objects (text-to-image) or the edited part (edits); the cross-attention of object words at
16x16 is held to the objects' masks (token grounding, as TokenCompose, CVPR 2024). Hidden matrices learn by Muon, the rest by AdamW."""
import argparse, glob, json, os, signal, time
import numpy as np, torch, torch.nn.functional as F
from diffusers import UNet2DConditionModel, DDPMScheduler
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTokenizer, CLIPTextModel
import scenes
HERE = os.path.dirname(os.path.abspath(__file__)); WORK = os.environ.get('POCKET_WORK', HERE + '/work'); MODEL = os.environ.get('POCKET_MODEL', HERE + '/../../../models/pocket')
CELLS, TOKENS = 16, 32
COMMON = ('replace', 'remove', 'recolor')     # learnt soonest: two in five of these make room for the rare kinds


class Grounded(AttnProcessor):
    """Plain attention that keeps the probabilities of cross-attention at 16x16, mean over heads, in `kept`."""
    kept = []

    def __call__(self, attn, h, encoder_hidden_states=None, attention_mask=None, temb=None):
        x = h if encoder_hidden_states is None else encoder_hidden_states
        b, n, _ = h.shape; heads = attn.heads
        q, k, v = (f(y).view(b, y.shape[1], heads, -1).transpose(1, 2) for f, y in ((attn.to_q, h), (attn.to_k, x), (attn.to_v, x)))
        p = (q @ k.transpose(-1, -2) * attn.scale).softmax(-1)
        if encoder_hidden_states is not None and n == CELLS * CELLS: Grounded.kept.append(p.float().mean(1))
        return attn.to_out[0]((p.to(v.dtype) @ v).transpose(1, 2).reshape(b, n, -1))


def load(model=MODEL):
    tok = CLIPTokenizer.from_pretrained(model + '/tokenizer')
    te = CLIPTextModel.from_pretrained(model + '/text_encoder', dtype=torch.float32)
    un = UNet2DConditionModel.from_pretrained(model + '/unet', torch_dtype=torch.float32, low_cpu_mem_usage=False)
    return tok, te, un


def grow_embeddings(te, tok):
    """New tokens start as the word they stand for (kitty, cats: cat), or at random."""
    e = te.get_input_embeddings().weight.data; old = len(e)
    if len(tok) == old: return
    new = torch.randn(len(tok), e.shape[1]) * e.std(); new[:old] = e
    for w in scenes.OBJECTS:
        nouns = [w] + scenes.SYNONYMS.get(w, [])
        for n in nouns[1:] + [scenes.PLURALS.get(n, n + 's') for n in nouns]:
            i = tok(n).input_ids[1:-1]
            if len(i) == 1 and i[0] >= old: new[i[0]] = e[tok(w).input_ids[1]] + .3 * new[i[0]]
    te.resize_token_embeddings(len(tok)); te.get_input_embeddings().weight.data.copy_(new)


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised by Newton-Schulz (Jordan et al. 2024), update scaled to AdamW's size; same shapes in one batch."""

    def __init__(self, params, lr, momentum=.95, weight_decay=.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for g in self.param_groups:
            shapes = {}
            for p in g['params']:
                if p.grad is None: continue
                m = self.state[p].setdefault('m', torch.zeros_like(p)); m.lerp_(p.grad, 1 - g['momentum'])
                u = p.grad.lerp(m, g['momentum']).reshape(len(p), -1)
                shapes.setdefault(u.shape, []).append((p, u))
            for shape, us in shapes.items():
                x = torch.stack([u for _, u in us]).bfloat16()
                if shape[0] > shape[1]: x = x.mT
                x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
                for _ in range(5):
                    a = x @ x.mT; x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
                if shape[0] > shape[1]: x = x.mT
                for (p, _), u in zip(us, x.float()):
                    p.mul_(1 - g['lr'] * g['weight_decay']).add_(u.reshape(p.shape), alpha=-g['lr'] * .2 * max(shape) ** .5)


class Data:
    """All shards there are; more() reads new ones."""

    def __init__(self, scaling, pattern='shard-*.pt'):
        self.seen, self.z, self.m, self.w, self.meta, self.sf, self.pattern = set(), [], [], [], [], scaling, pattern

    def more(self, most=10):
        for f in sorted(glob.glob(WORK + '/' + self.pattern)):
            if f in self.seen or not most: continue
            d = torch.load(f, weights_only=False, mmap=True)
            self.z.append(d['z'].clone()); self.m.append(d['masks'].clone()); self.w.append(d['weights'].clone()); self.meta.append(d['metas']); self.seen.add(f); most -= 1
        return self

    def batch(self, r, size, tok, drop=True, p_text=.5):
        x0, ci, w, tx, gr = [], [], [], [], []
        for b in range(size):
            is_text = r.random() < p_text
            while True:
                k = int(r.integers(len(self.z))); i = int(r.integers(len(self.meta[k]))); m = self.meta[k][i]; z = self.z[k][i].float()
                if is_text or not drop or m['kind'] not in COMMON or r.random() < .6: break
            if is_text:
                side = int(r.random() < .5); text = m['target_captions' if side else 'source_captions'][int(r.integers(3))]; off = 4 * side
                t, c, wm, edit = z[side] * self.sf, torch.zeros_like(z[0]), 1 + 2. * self.w[k][i, side].float() / 255, False
            else:
                text, off, t, c, edit = m['instruction'], 0, z[1] * self.sf, z[0], True
                e = self.w[k][i, 2].float() / 255; wm = 1 + (4. if m['kind'] != 'background' else 1.) * e
            text, spans = scenes.plain(text)
            q = r.random() if drop else 1
            if q < .10: text, spans = '', []
            if .05 < q < .15: c = torch.zeros_like(c)
            t_ids = tok(text, padding='max_length', truncation=True, max_length=TOKENS, return_offsets_mapping=True)
            if not (.10 < q < .15 and edit):                        # an instruction without its picture has nothing to point at
                for s, e, objs in spans:
                    at = [n for n, (x, y) in enumerate(t_ids['offset_mapping']) if x >= s and y <= e and y > x]
                    if at: gr.append((b, at, torch.stack([self.m[k][i, o + off] for o in objs]).amax(0).float() / 255, 1. if edit else .4))
            x0.append(t); ci.append(c); w.append(wm / wm.mean()); tx.append(t_ids['input_ids'])
        return torch.stack(x0), torch.stack(ci), torch.stack(w)[:, None], torch.tensor(tx), gr


def grounding(maps, gr):
    """maps [layers, b, 256, tokens]; -> (share of attention off the object squared, pixel-wise cross-entropy)."""
    if not gr: return maps.sum() * 0, maps.sum() * 0
    a = maps.mean(0); rows, masks, wt = [], [], []
    for b, at, m, w in gr:
        rows.append(a[b, :, at].mean(-1)); masks.append(m.reshape(-1)); wt.append(w)
    a, m, w = torch.stack(rows), torch.stack(masks), torch.tensor(wt)
    token = ((1 - (a * m).sum(1) / a.sum(1).clamp(min=1e-6)).square() * w).mean()
    pixel = (F.binary_cross_entropy(a.clamp(1e-5, 1 - 1e-5), .6 * (m > .4).float(), reduction='none').mean(1) * w).mean()
    return token, pixel


def main():
    q = argparse.ArgumentParser(); q.add_argument('--until'); q.add_argument('--minutes', type=float); q.add_argument('--batch', type=int, default=32)
    q.add_argument('--lr', type=float, default=8e-4); q.add_argument('--adam', action='store_true'); q.add_argument('--out', default='unet.pt'); q.add_argument('--init')
    q.add_argument('--constant', action='store_true'); q.add_argument('--decay', type=float, default=.4); q.add_argument('--eager', action='store_true')
    q.add_argument('--worker', help='name; workers on one machine (a core each) average their weights every 100 steps through files: no waiting')
    a = q.parse_args(); torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 2))); torch.set_flush_denormal(True)
    start = time.time()
    if a.until: h, m = map(int, a.until.split(':')); lt = time.gmtime(start); end = start + ((h - lt.tm_hour) * 60 + m - lt.tm_min) * 60 - lt.tm_sec
    else: end = start + a.minutes * 60
    tok, te, un = load(); grow_embeddings(te, tok)
    sf = json.load(open(MODEL + '/vae/config.json'))['scaling_factor']
    un.set_attn_processor(Grounded()); un.to(memory_format=torch.channels_last).train(); te.train()
    hidden = [(k, p) for k, p in list(un.named_parameters()) + list(te.named_parameters()) if p.ndim >= 2 and not any(s in k for s in ('conv_in', 'conv_out', 'embedding'))]
    ids = {id(p) for _, p in hidden}; everything = list(un.parameters()) + list(te.parameters()); rest = [p for p in everything if id(p) not in ids]
    opts = [torch.optim.AdamW(everything, lr=a.lr, weight_decay=.01, betas=(.9, .99))] if a.adam else [
        Muon([p for _, p in hidden], lr=a.lr), torch.optim.AdamW(rest, lr=a.lr, weight_decay=.0, betas=(.9, .99))]
    step = seen = 0
    src = WORK + '/' + (a.init or a.out)
    if os.path.exists(src):
        s = torch.load(src, weights_only=False); un.load_state_dict(s['unet']); te.load_state_dict(s['te']); step, seen = s['step'], s['seen']; ema = s['ema']
        if not a.init:
            for o, t in zip(opts, s['opts']): o.load_state_dict(t)
        print('resumed at step', step, flush=True)
    else: ema = [p.detach().clone() for p in everything]
    ab = DDPMScheduler(beta_start=.00085, beta_end=.012, beta_schedule='scaled_linear').alphas_cumprod.float()
    data = Data(sf).more(1000); r = np.random.default_rng([step, 5])
    valid = Data(sf, 'valid-*.pt').more(); vr = np.random.default_rng(1)
    vb = [(valid.batch(vr, 32, tok, False, p), torch.randn(32, 4, 32, 32, generator=torch.Generator().manual_seed(i))) for i, p in enumerate([1, 1, 1, 0, 0, 0])] if valid.z else []

    def forward(x, t, c):
        Grounded.kept.clear()
        o = un(x, t, c, return_dict=False)[0]
        return o, torch.stack(Grounded.kept)
    fast = forward if a.eager else torch.compile(forward)

    def losses(f, x0, ci, w, tid, gr, t, n):
        al = ab[t].view(-1, 1, 1, 1); xt = al.sqrt() * x0 + (1 - al).sqrt() * n
        with torch.autocast('cpu', torch.bfloat16):
            o, maps = f(torch.cat([xt, ci], 1).contiguous(memory_format=torch.channels_last), t, te(tid).last_hidden_state.float())
        v = al.sqrt() * n - (1 - al).sqrt() * x0
        return ((o.float() - v).square() * w).mean(), *grounding(maps.float(), gr)

    def validate():
        for p, e in zip(everything, ema): p.data, e.data = e.data, p.data
        with torch.no_grad():
            t = ((torch.arange(32) + .5) / 32).pow(.75).mul(1000).long(); l = np.array([[float(x) for x in losses(fast, *b, t, n)] for b, n in vb])
        for p, e in zip(everything, ema): p.data, e.data = e.data, p.data
        print(f'VALID step {step} {time.time() - start:.0f}s text {l[:3, 0].mean():.4f} edit {l[3:, 0].mean():.4f} token {l[:3, 1].mean():.3f} {l[3:, 1].mean():.3f} pixel {l[:3, 2].mean():.3f} {l[3:, 2].mean():.3f}', flush=True)

    def save():
        torch.save(dict(unet=un.state_dict(), te=te.state_dict(), ema=ema, opts=[o.state_dict() for o in opts], step=step, seen=seen), WORK + '/' + a.out + '.tmp'); os.replace(WORK + '/' + a.out + '.tmp', WORK + '/' + a.out)

    merged = {}

    def gossip():
        me = f'{WORK}/worker-{a.worker}.pt'; torch.save([p.detach() for p in everything], me + '.tmp'); os.replace(me + '.tmp', me)
        for f in glob.glob(WORK + '/worker-*.pt'):
            m = os.path.getmtime(f)
            if f != me and m > max(start, merged.get(f, 0)):
                with torch.no_grad():
                    for p, o in zip(everything, torch.load(f)): p.lerp_(o, .5)
                merged[f] = m; print('merged', os.path.basename(f), flush=True)

    stop = []; signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    first, tl, ls, lv, acc = step, time.time(), time.time(), time.time(), []
    while time.time() < end and not stop:
        fr = (time.time() - start) / (end - start)
        lr = a.lr * min(1, (step - first + 1) / 100) * (1 if a.constant else min(1, (1 - fr) / a.decay) * .98 + .02)
        for o in opts:
            for g in o.param_groups: g['lr'] = lr
        x0, ci, w, tid, gr = data.batch(r, a.batch, tok)
        t = (((torch.arange(a.batch) + torch.rand(1)) / a.batch)[torch.randperm(a.batch)].remainder(1.).pow(.75) * 1000).long().clamp(0, 999)
        mse, token, pixel = losses(fast, x0, ci, w, tid, gr, t, torch.randn_like(x0))
        (mse + .05 * token + .05 * pixel).backward(); torch.nn.utils.clip_grad_norm_(everything, 1.)
        for o in opts: o.step(); o.zero_grad(set_to_none=True)
        un.zero_grad(set_to_none=True); te.zero_grad(set_to_none=True)
        step += 1; seen += a.batch; acc.append((float(mse), float(token), float(pixel)))
        torch._foreach_lerp_(ema, [p.detach() for p in everything], 1 - min(.9985, (1 + step) / (20 + step)))
        if step % 50 == 0:
            h = np.mean(acc[-50:], 0); print(f'{step} {time.time() - start:.0f}s mse {h[0]:.4f} token {h[1]:.3f} pixel {h[2]:.3f} seen {seen} shards {len(data.z)} lr {lr:.1e} {50 * a.batch / (time.time() - tl):.1f} pics/s', flush=True); tl = time.time(); data.more()
        if a.worker and step % 100 == 0: gossip()
        if time.time() - ls > 180: save(); ls = time.time()
        if vb and time.time() - lv > 400: validate(); lv = time.time()
    if vb: validate()
    save(); print('done', step, seen)


if __name__ == '__main__': main()
