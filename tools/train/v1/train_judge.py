"""Trains the judge of the evaluation: a small plain CNN that says for each of 16x16 cells which object, in which colour, is there.

    python train_judge.py --minutes 8            -> eval/pocket/judge.safetensors

It shares nothing with the models it judges but the sprites: no text, no latents, its own pictures (blurred, noisy, brightened at random)."""
import argparse, glob, os, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file, save_file
import scenes
HERE = os.path.dirname(os.path.abspath(__file__)); WORK = os.environ.get('POCKET_WORK', HERE + '/work')
SIDE, WORDS, COLORS = 128, ['nothing'] + scenes.OBJECTS, ['natural'] + list(scenes.COLORS)


class Judge(nn.Module):
    def __init__(self, width=96):
        super().__init__()
        self.down = nn.ModuleList([nn.Conv2d(3, 24, 3, 2, 1), nn.Conv2d(24, 48, 3, 2, 1), nn.Conv2d(48, width, 3, 2, 1)])
        self.body = nn.ModuleList([nn.Conv2d(width, width, 3, 1, 1) for _ in range(5)])
        self.head = nn.Conv2d(width, len(WORDS) + len(COLORS), 1)

    def forward(self, x):
        for c in self.down: x = F.relu(c(x))
        for c in self.body: x = x + F.relu(c(x))
        return self.head(x).split([len(WORDS), len(COLORS)], 1)


def main():
    q = argparse.ArgumentParser(); q.add_argument('--minutes', type=float, default=8); q.add_argument('--out', default=HERE + '/../../../eval/pocket/judge.safetensors'); q.add_argument('--lr', type=float, default=2e-3); q.add_argument('--last', type=int, default=40); a = q.parse_args()
    torch.manual_seed(0); torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 2))); torch.set_flush_denormal(True)
    X, M, Y = [], [], []
    def add(f):
        d = torch.load(f, weights_only=False, mmap=True); X.append(d['thumbs'].clone().flatten(0, 1)); M.append(d['masks'][:, :8].clone().reshape(-1, 4, 16, 16)); Y.append([o for m in d['metas'] for o in m['objects']])
    for f in sorted(glob.glob(WORK + '/shard-*.pt'))[:a.last]: add(f)
    add(WORK + '/valid-00000.pt'); n = len(X) - 1
    net = Judge()
    if os.path.exists(a.out): net.load_state_dict({k: v.float() for k, v in load_file(a.out).items()})      # goes on from there
    net.to(memory_format=torch.channels_last); opt = torch.optim.AdamW(net.parameters(), lr=a.lr, weight_decay=1e-3); r = np.random.default_rng(int(os.path.exists(a.out)))
    ema = [p.detach().clone() for p in net.parameters()]

    def batch(ks, augment):
        xs, cls, col = [], [], []
        for k, i in ks:
            x = X[k][i].permute(2, 0, 1).float() / 255; m = M[k][i].float() / 255
            c, l = torch.zeros(16, 16, dtype=torch.long), torch.full((16, 16), -100)
            c[m.amax(0) > .12] = -100
            for j, (w, color, _, _) in enumerate(Y[k][i]):
                on = m[j] > .45; c[on] = WORDS.index(w); l[on] = COLORS.index(color or 'natural')
                if color and scenes.NATURAL.get(w) == color: l[on] = -100
            if augment:
                if r.random() < .5: x, c, l = x.flip(2), c.flip(1), l.flip(1)
                if r.random() < .6: s = int(r.integers(44, 128)); x = F.interpolate(x[None], (s, s), mode='bilinear', antialias=True)[0]
                if r.random() < .5: x = x * r.uniform(.88, 1.12) + r.uniform(-.05, .05) + torch.randn(3, 1, 1) * .02
                if r.random() < .4: x = x + F.interpolate(torch.randn(1, 3, int(r.integers(16, 64)), int(r.integers(16, 64))), x.shape[1:], mode='bilinear')[0] * .05
            xs.append(F.interpolate(x[None], (SIDE, SIDE), mode='bilinear', antialias=True)[0].clamp(0, 1) * 2 - 1); cls.append(c); col.append(l)
        return torch.stack(xs).contiguous(memory_format=torch.channels_last), torch.stack(cls), torch.stack(col)

    def test():
        hit = tot = ch = ct = 0
        for at in range(0, 512, 64):
            x, c, l = batch([(n, i) for i in range(at, at + 64)], False)
            with torch.no_grad(): p, q = net(x)
            o = c > 0; hit += int((p.argmax(1)[o] == c[o]).sum()); tot += int(o.sum()); o = l >= 0; ch += int((q.argmax(1)[o] == l[o]).sum()); ct += int(o.sum())
        print(f'VALID cells: word {hit / tot:.4f}, colour {ch / ct:.4f}', flush=True)

    start = time.time(); step = 0; acc = []
    while (fr := (time.time() - start) / a.minutes / 60) < 1:
        for g in opt.param_groups: g['lr'] = a.lr * min(1, (step + 1) / 100) * (.5 + .5 * np.cos(np.pi * fr)) + 1e-5
        x, c, l = batch([(k := int(r.integers(n)), int(r.integers(len(Y[k])))) for _ in range(64)], True)
        with torch.autocast('cpu', torch.bfloat16): p, q = net(x)
        loss = F.cross_entropy(p.float(), c, ignore_index=-100) + .5 * F.cross_entropy(q.float(), l, ignore_index=-100)
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 1.); opt.step(); step += 1; acc.append(float(loss))
        torch._foreach_lerp_(ema, [p.detach() for p in net.parameters()], 1 - min(.995, (1 + step) / (10 + step)))
        if step % 100 == 0: print(step, '%.0f s loss %.4f' % (time.time() - start, np.mean(acc[-100:])), flush=True)
        if step % 500 == 0: test()
    for p, e in zip(net.parameters(), ema): p.data.copy_(e)
    test(); save_file({k: v.half().contiguous() for k, v in net.state_dict().items()}, a.out, metadata=dict(words=','.join(WORDS), colors=','.join(COLORS), side=str(SIDE)))


if __name__ == '__main__': main()
