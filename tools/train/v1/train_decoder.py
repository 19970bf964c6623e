"""Trains the autoencoder's decoder further; the encoder stays, so latents (and the U-Net made for them) stay what they are.

    python train_decoder.py --minutes 20        -> work/decoder.pt, which export.py takes over; goes on from there

Whole scenes are encoded, crops of 16x16 latents are decoded; the loss is the squared error that decibels are made of,
away from the crop's own border, which a whole picture does not have."""
import argparse, os, time
import numpy as np, torch
from diffusers import AutoencoderTiny
import scenes
HERE = os.path.dirname(os.path.abspath(__file__)); WORK = os.environ.get('POCKET_WORK', HERE + '/work'); MODEL = os.environ.get('POCKET_MODEL', HERE + '/../../../models/pocket')
FIRST_SEED, VALID_SEED, CROP, RIM = 3_000_000, 90_000, 16, 2


def pictures(seeds):
    x = [e[k] for e in map(scenes.make_edit, seeds) for k in ('source', 'target')]
    return torch.from_numpy(np.stack(x)).permute(0, 3, 1, 2).float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def main():
    q = argparse.ArgumentParser(); q.add_argument('--minutes', type=float, default=20); q.add_argument('--lr', type=float, default=6e-4); q.add_argument('--batch', type=int, default=16); a = q.parse_args()
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 2))); torch.set_flush_denormal(True)
    vae = AutoencoderTiny.from_pretrained(MODEL + '/vae', torch_dtype=torch.float32, low_cpu_mem_usage=False).to(memory_format=torch.channels_last)
    out, step = WORK + '/decoder.pt', 0
    if os.path.exists(out): s = torch.load(out); vae.decoder.load_state_dict(s['ema']); step = s['step']
    P = list(vae.decoder.parameters()); ema = [p.detach().clone() for p in P]; opt = torch.optim.AdamW(P, lr=a.lr, weight_decay=0., betas=(.9, .99)); r = np.random.default_rng([step, 3])
    valid = pictures(range(VALID_SEED, VALID_SEED + 12))

    @torch.no_grad()
    def test(name):
        z = vae.encode(valid).latents; y = torch.cat([vae.decode(z[i:i + 4]).sample for i in range(0, len(z), 4)]).clamp(-1, 1)
        e = ((y - valid) / 2).square().mean((1, 2, 3)); print(f'VALID {name} {(-10 * e.log10()).mean():.2f} dB', flush=True)

    def swap():
        for p, e in zip(P, ema): p.data, e.data = e.data, p.data
    test('start'); start = time.time(); acc = []; first = step; lt = start
    while (fr := (time.time() - start) / a.minutes / 60) < 1:
        for g in opt.param_groups: g['lr'] = a.lr * min(1, (step - first + 1) / 50) * (.5 + .5 * np.cos(np.pi * fr))
        x = pictures(range(FIRST_SEED + step * a.batch // 4, FIRST_SEED + (step + 1) * a.batch // 4))
        with torch.no_grad(), torch.autocast('cpu', torch.bfloat16): z = vae.encode(x).latents.float()
        zs, xs = [], []
        for i in range(a.batch):
            k = i % len(x); cy, cx = (int(v) for v in r.integers(0, 32 - CROP + 1, 2))
            zs.append(z[k, :, cy:cy + CROP, cx:cx + CROP]); xs.append(x[k, :, 8 * cy:8 * (cy + CROP), 8 * cx:8 * (cx + CROP)])
        with torch.autocast('cpu', torch.bfloat16): y = vae.decode(torch.stack(zs).contiguous(memory_format=torch.channels_last)).sample
        m = 8 * RIM; d = (y.float() - torch.stack(xs))[:, :, m:-m, m:-m]
        loss = d.square().mean(); loss.backward(); torch.nn.utils.clip_grad_norm_(P, .1); opt.step(); opt.zero_grad(set_to_none=True); step += 1; acc.append(float(loss.detach()))
        torch._foreach_lerp_(ema, [p.detach() for p in P], 1 - min(.995, (1 + step - first) / (10 + step - first)))
        if step % 50 == 0: print(f'{step} {time.time() - start:.0f}s {10 * np.log10(4 / np.mean(acc[-50:])):.2f} dB', flush=True)
        if time.time() - lt > 240:
            swap(); test(step); torch.save(dict(ema=vae.decoder.state_dict(), step=step), out + '.tmp'); os.replace(out + '.tmp', out); swap(); lt = time.time()
    swap(); test('end'); torch.save(dict(ema=vae.decoder.state_dict(), step=step), out + '.tmp'); os.replace(out + '.tmp', out)


if __name__ == '__main__': main()
