"""Trains the autoencoder (AutoencoderTiny, f = 8, 16 channels) on crops of painted scenes.

    python autoencoder.py --minutes 60 [--worker 1]

Goes on from work/autoencoder.pt, else from state/autoencoder (moving average, fp16), else grows from version 1. Worker 0 validates
and saves; a second worker on a second core helps. Minutes are minutes of this process's processor time, so that a busy machine makes it
slower and not worse; the learning rate falls over the last `--decay` of them.
"""

import argparse
import json
import os
import signal
import time

import numpy as np
import torch
from diffusers import AutoencoderTiny

import optim
from scenes import ROOT, STATE, TRAINING, VALIDATION, WORK, Scenes, read

CHANNELS, WIDTH, CROP, BATCH = 16, 32, 128, 16
POOL, FRESH = 3000, 0.1  # pictures in memory; new pictures for each crop


def build():
    return AutoencoderTiny(
        encoder_block_out_channels=(WIDTH,) * 4,
        decoder_block_out_channels=(WIDTH,) * 4,
        num_encoder_blocks=(0, 2, 2, 3),
        num_decoder_blocks=(3, 3, 2, 1),
        latent_channels=CHANNELS,
        upsampling_scaling_factor=2,
        scaling_factor=1.0,
        shift_factor=0.0,
    )


def grown(path):
    """Version 1's trunk with more latent channels; the new ones start small."""
    model, old = build(), AutoencoderTiny.from_pretrained(path, torch_dtype=torch.float32)
    n = old.config.latent_channels
    encoders, decoders = zip(model.encoder.layers, old.encoder.layers), zip(model.decoder.layers, old.decoder.layers)
    for new, trained in [*encoders, *decoders]:
        if all(a.shape == b.shape for a, b in zip(new.parameters(), trained.parameters())):
            new.load_state_dict(trained.state_dict())
    out, was_out = model.encoder.layers[-1], old.encoder.layers[-1]
    into, was_into = model.decoder.layers[0], old.decoder.layers[0]
    with torch.no_grad():
        out.weight[n:] = torch.randn_like(out.weight[n:]) * was_out.weight.std() * 0.7
        out.bias.zero_()
        out.weight[:n], out.bias[:n] = was_out.weight, was_out.bias
        into.weight[:, n:] = torch.randn_like(into.weight[:, n:]) * was_into.weight.std() * 0.25
        into.weight[:, :n] = was_into.weight
        into.bias.copy_(was_into.bias)
    return model


def started():
    """The newest model there is, and its step."""
    kept = os.path.join(STATE, "autoencoder")
    if os.path.exists(kept):
        log = json.load(open(os.path.join(STATE, "autoencoder.json")))
        return AutoencoderTiny.from_pretrained(kept, torch_dtype=torch.float32), log["step"]
    return grown(os.path.join(ROOT, "models/pocket/vae")), 0


def tensor(pictures):
    """uint8 [n, h, w, 3] -> -1..1 [n, 3, h, w]."""
    x = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    return x.contiguous(memory_format=torch.channels_last)


class Pool:
    """Pictures in memory, some replaced all the time; crops lie around things seven times of ten."""

    def __init__(self, seed):
        self.r, self.items, self.at, self.owed = np.random.default_rng(seed), [], 0, 0.0
        self.scenes = Scenes(seed, edits=0.0)

    def crops(self, n):
        self.owed += n * FRESH if len(self.items) >= 300 else 300
        while self.owed >= 1:
            item, self.owed = next(self.scenes), self.owed - 1
            if len(self.items) < POOL:
                self.items.append(item)
            else:
                self.items[self.at % POOL] = item
            self.at += 1
        return tensor(np.stack([self.crop(self.items[self.r.integers(len(self.items))]) for _ in range(n)]))

    def crop(self, item):
        last, things = 256 - CROP, item.things[0]
        x, y = self.r.integers(0, last + 1, 2)
        if things and self.r.random() < 0.7:
            left, top, right, bottom = things[self.r.integers(len(things))]["box"]
            x = np.clip(int(self.r.uniform(left, right)) - CROP // 2, 0, last)
            y = np.clip(int(self.r.uniform(top, bottom)) - CROP // 2, 0, last)
        u = item.pictures[0, y : y + CROP, x : x + CROP]
        return u[:, ::-1] if self.r.random() < 0.5 else u


def loss_of(model, x):
    """Squared error, a little absolute error and edges; latents are held near mean 0 and size 1, and made robust by noise."""
    z = model.encode(x).latents
    e = model.decode(z + 0.03 * torch.randn_like(z)).sample - x
    mse = e.square().mean()
    edges = (e[..., 1:] - e[..., :-1]).abs().mean() + (e[..., 1:, :] - e[..., :-1, :]).abs().mean()
    size = (z.square().mean((0, 2, 3)) - 1).square().mean() + z.mean((0, 2, 3)).square().mean()
    return mse + 0.05 * e.abs().mean() + 0.05 * edges + 1e-3 * size, float(mse.detach())


@torch.no_grad()
def validate(model, valid):
    """-> mean and least decibels over whole pictures, latents [n, c, 32, 32], decoded pictures."""
    z = torch.cat([model.encode(valid[i : i + 4]).latents for i in range(0, len(valid), 4)])
    y = torch.cat([model.decode(z[i : i + 4]).sample for i in range(0, len(z), 4)]).clamp(-1, 1)
    db = -10 * ((y - valid) / 2).square().mean((1, 2, 3)).log10()
    return float(db.mean()), float(db.min()), z, y


def look(path, valid, y, n=6):
    """Truth above, decoded below."""
    from PIL import Image

    rows = torch.cat([torch.cat(list(p[:n]), 2) for p in (valid, y)], 1)
    Image.fromarray(((rows + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()).save(path, quality=90)


def main():
    q = argparse.ArgumentParser()
    q.add_argument("--minutes", type=float, default=60)
    q.add_argument("--decay", type=float, default=0.35)
    q.add_argument("--lr", type=float, default=2e-3)
    q.add_argument("--threads", type=int, default=1)
    q.add_argument("--worker", type=int, default=0)
    a = q.parse_args()
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    os.makedirs(WORK, exist_ok=True)
    file = os.path.join(WORK, "autoencoder.pt")

    model, step = started()
    model = model.to(memory_format=torch.channels_last)
    named = list(model.named_parameters())
    params = [p for _, p in named]
    opts = optim.optimizers(named, a.lr, a.lr / 2)
    average, seconds = optim.Average(params, 0.995), 0.0
    if os.path.exists(file):
        s = torch.load(file, weights_only=False)
        model.load_state_dict(s["model"])
        for value, kept in zip(average.values, s["average"]):
            value.copy_(kept)
        optim.resume(opts, s["opts"])
        step, seconds = s["step"], s["seconds"]
    exchange = optim.Exchange(WORK, "autoencoder", a.worker, params)
    pool = Pool(TRAINING + 10_000_000 * a.worker + step * BATCH)
    valid = tensor(np.stack([i.pictures[0] for i in read(VALIDATION, 48, edits=0.0)])) if a.worker == 0 else None

    clock, first, stop, errors = time.process_time, step, [], []
    start = validated = clock()
    saved = time.time()
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))

    def keep(db):
        state = dict(model=model.state_dict(), average=average.values, opts=[o.state_dict() for o in opts])
        optim.save(file, dict(state, step=step, seconds=seconds + clock() - start, db=db))

    def report(label):
        average.swap()
        db, least, z, y = validate(model, valid)
        model.register_to_config(scaling_factor=round(float(1 / z.std()), 4))
        model.save_pretrained(os.path.join(WORK, "autoencoder"))
        look(os.path.join(WORK, "autoencoder.webp"), valid, y)
        average.swap()
        hours = (seconds + clock() - start) / 3600
        row = dict(
            step=step, crops=step * BATCH, hours=round(hours, 3), db=round(db, 2), least=round(least, 2), std=round(float(z.std()), 3)
        )
        keep(db)
        json.dump(row, open(os.path.join(WORK, "autoencoder.json"), "w"))
        print("VALID", label, json.dumps(row), flush=True)

    while (share := (clock() - start) / a.minutes / 60) < 1 and not stop:
        optim.set_rate(opts, min(1, (step - first + 1) / 40) * min(1, (1 - share) / a.decay))
        loss, mse = loss_of(model, pool.crops(BATCH))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        for o in opts:
            o.step()
            o.zero_grad(set_to_none=True)
        step += 1
        average.update(step)
        exchange.update(step)
        errors.append(mse)
        if a.worker == 0 and time.time() - saved > 180:
            keep(None)
            saved = time.time()
        if clock() - validated > 240:
            print(
                f"{step} {10 * np.log10(4 / np.mean(errors[-60:])):.2f} dB on crops, {(step - first) * BATCH / (clock() - start):.1f} crops/s",
                flush=True,
            )
            if a.worker == 0:
                report("mid")
            validated = clock()
    if a.worker == 0:
        report("end")
    pool.scenes.close()


if __name__ == "__main__":
    main()
