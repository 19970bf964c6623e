"""Draws edit pairs and encodes them, shard by shard, until told to stop; the trainer reads what is there.

    python make_latents.py FIRST_SHARD LAST_SHARD STRIDE        (work/shard-00000.pt ...; a shard is 512 pairs)

A shard holds unscaled latents, object masks in 16x16 cells (slots 0-3: source, 4-7: target, 8-11: target by the
instruction's marks), weight masks in 32x32 cells, texts, and, for the first shards, 160-px pictures and boxes (detector)."""
import os, sys, time
import numpy as np, torch, torch.nn.functional as F
from PIL import Image
import scenes
HERE = os.path.dirname(os.path.abspath(__file__)); WORK = os.environ.get('POCKET_WORK', HERE + '/work')
PAIRS, FIRST_SEED, DETECTOR_SHARDS = 512, 1_000_000, 60


def small(masks, cells):
    x = torch.from_numpy(np.stack(masks))[:, None]
    return F.avg_pool2d(x, 256 // cells)[:, 0].mul(255).round().to(torch.uint8)


def pair(seed, thumbs):
    e = scenes.make_edit(seed); zero = np.zeros((256, 256), np.float32)
    slots = [zero] * 12
    for i, m in enumerate(e['source_masks']): slots[i] = m
    for i, m in enumerate(e['target_masks']): slots[4 + i] = m
    for i, m in e['all_masks'].items():
        if i >= 8: slots[i] = m
    union = lambda ms: np.clip(np.sum(ms, 0), 0, 1).astype(np.float32) if ms else zero
    meta = {k: e[k] for k in ('instruction', 'kind', 'keyword', 'source_captions', 'target_captions')}
    meta['objects'] = [[(o['word'], o['color'], o['size'], o['box']) for o in e[s]['objs']] for s in ('source_scene', 'target_scene')]
    t = np.stack([np.asarray(Image.fromarray(e[k]).resize((160, 160), Image.BICUBIC)) for k in ('source', 'target')]) if thumbs else None
    return e['source'], e['target'], small(slots, 16), small([union(e['source_masks']), union(e['target_masks']), e['edit_mask']], 32), meta, t


if __name__ == '__main__':
    from diffusers import AutoencoderTiny
    torch.set_num_threads(1); os.makedirs(WORK, exist_ok=True)
    vae = AutoencoderTiny.from_pretrained(os.environ.get('POCKET_MODEL', HERE + '/../../../models/pocket') + '/vae', torch_dtype=torch.float32, low_cpu_mem_usage=False).eval().to(memory_format=torch.channels_last)
    a, b, stride = map(int, sys.argv[1:4])
    for k in range(a, b, stride):
        out = f'{WORK}/shard-{k:05d}.pt'
        if os.path.exists(out): continue
        t0 = time.time(); z, m, w, metas, thumbs = [], [], [], [], []
        for at in range(0, PAIRS, 16):
            ps = [pair(FIRST_SEED + k * PAIRS + at + i, k < DETECTOR_SHARDS) for i in range(16)]
            x = torch.from_numpy(np.stack([p[0] for p in ps] + [p[1] for p in ps])).permute(0, 3, 1, 2).float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)
            with torch.no_grad(), torch.autocast('cpu', torch.bfloat16): q = vae.encode(x).latents.float()
            z.append(torch.stack([q[:16], q[16:]], 1).half()); m += [p[2] for p in ps]; w += [p[3] for p in ps]; metas += [p[4] for p in ps]; thumbs += [p[5] for p in ps]
        torch.save(dict(z=torch.cat(z), masks=torch.stack(m), weights=torch.stack(w), metas=metas, thumbs=torch.from_numpy(np.stack(thumbs)) if thumbs[0] is not None else None), out + '.tmp')
        os.replace(out + '.tmp', out); print(k, '%.0f s' % (time.time() - t0), flush=True)
