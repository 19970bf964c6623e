"""Trains U-Net and text encoder on scenes from the drawing program, with the newest autoencoder.

    python unet.py --minutes 600 [--worker 1] [--words 63] [--single 0.3]

Goes on from work/unet.pt, else from state/unet (moving average, fp16), else from what fits of version 1. v-prediction; image condition
beside the noised latents (InstructPix2Pix), zero for text alone; token grounding at 16 x 16 (TokenCompose); words that bring their picture.
Minutes are minutes of this process's processor time; the learning rate falls over the last `--decay` of them.
"""

import argparse
import json
import os
import signal
import time

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderTiny, DDPMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from torch.nn.utils import parametrize
from transformers import CLIPTextConfig, CLIPTextModel

import optim
import portraits
import words
from scenes import CELLS, LATENTS, ROOT, STATE, THINGS, TRAINING, VALIDATION, WORK, Scenes, read

TOKENS, CONTEXT, CHANNELS = 32, 128, (48, 96, 160)
RING, BATCH = 3000, 16
FRESH = 0.3  # new scenes for each scene trained on
GROUNDING = 0.05


class Grounded(AttnProcessor):
    """Plain attention that keeps the mean over heads of cross-attention probabilities at 16 x 16."""

    kept = []

    def __call__(self, attn, hidden, encoder_hidden_states=None, attention_mask=None, temb=None):
        seen = hidden if encoder_hidden_states is None else encoder_hidden_states
        b, n, _ = hidden.shape
        q, k, v = (
            f(x).view(b, x.shape[1], attn.heads, -1).transpose(1, 2) for f, x in ((attn.to_q, hidden), (attn.to_k, seen), (attn.to_v, seen))
        )
        if encoder_hidden_states is None:
            out = F.scaled_dot_product_attention(q, k, v)
        else:
            p = (q @ k.transpose(-1, -2) * attn.scale).softmax(-1)
            out = p @ v
            if n == CELLS * CELLS:
                Grounded.kept.append(p.mean(1))
        return attn.to_out[0](out.transpose(1, 2).reshape(b, n, -1))


def build(tokenizer, latents):
    unet = UNet2DConditionModel(
        sample_size=LATENTS,
        in_channels=2 * latents,
        out_channels=latents,
        layers_per_block=1,
        block_out_channels=CHANNELS,
        cross_attention_dim=CONTEXT,
        attention_head_dim=4,
        norm_num_groups=16,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    )
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=CONTEXT,
        intermediate_size=4 * CONTEXT,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=TOKENS,
        projection_dim=CONTEXT,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    text = CLIPTextModel(config)
    return unet, text


def take_over(model, state):
    """Every tensor whose name and shape agree; token embeddings by id."""
    with torch.no_grad():
        for name, p in model.state_dict().items():
            old = state.get(name)
            if old is None:
                continue
            if old.shape == p.shape:
                p.copy_(old)
            elif "token_embedding" in name and old.shape[1] == p.shape[1]:
                p[: len(old)] = old
                p[len(old) :] = torch.randn_like(p[len(old) :]) * old.std()


def started(tokenizer, latents):
    """The newest weights there are, and the step they are from; version 1 fits but for its first and last layer."""
    unet, text = build(tokenizer, latents)
    kept = os.path.join(STATE, "unet")
    is_ours = os.path.exists(kept)
    path = kept if is_ours else os.path.join(ROOT, "models/pocket")
    take_over(unet, UNet2DConditionModel.from_pretrained(path + "/unet", torch_dtype=torch.float32).state_dict())
    take_over(text, CLIPTextModel.from_pretrained(path + "/text_encoder", dtype=torch.float32).state_dict())
    log = json.load(open(os.path.join(STATE, "unet.json"))) if is_ours else dict(step=0)
    return unet, text, log["step"]


def pictured(text, tokenizer):
    """Lets token embeddings learn from what their words look like; `plain` makes them ordinary again."""
    looks = portraits.Pictured(portraits.table(tokenizer), CONTEXT)
    parametrize.register_parametrization(text.get_input_embeddings(), "weight", looks, unsafe=True)


def plain(text):
    parametrize.remove_parametrizations(text.get_input_embeddings(), "weight", leave_parametrized=True)


def load_autoencoder():
    """The newest autoencoder, frozen, and the factor of its latents."""
    newest = os.path.join(WORK, "autoencoder-chosen")
    path = newest if os.path.exists(newest) else os.path.join(STATE, "autoencoder")
    model = AutoencoderTiny.from_pretrained(path, torch_dtype=torch.float32).eval().requires_grad_(False)
    return model.to(memory_format=torch.channels_last), model.config.scaling_factor


class Rows:
    """Items as tensors for training: latents, what matters, masks, token ids, and which tokens stand for which things."""

    def __init__(self, tokenizer, autoencoder, factor):
        self.tokenizer, self.autoencoder, self.factor = tokenizer, autoencoder, factor

    def marks(self, spans, offsets):
        at = torch.zeros(2 * THINGS, TOKENS, dtype=torch.bool)
        for span in spans:
            for n, (start, end) in enumerate(offsets):
                if end > start >= span["start"] and end <= span["end"]:
                    for thing in span["things"]:
                        at[min(thing, 2 * THINGS - 1), n] = True
        return at

    @torch.no_grad()
    def make(self, items):
        coded = self.tokenizer(
            [i.text for i in items], padding="max_length", truncation=True, max_length=TOKENS, return_offsets_mapping=True
        )
        pictures = torch.from_numpy(np.concatenate([i.pictures for i in items])).permute(0, 3, 1, 2).float().div(127.5).sub(1)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        z = torch.cat([self.autoencoder.encode(pictures[i : i + 8]).latents for i in range(0, len(pictures), 8)]) * self.factor
        source, target, at = [], [], 0
        for i in items:
            source.append(z[at] if i.is_edit else torch.zeros_like(z[at]))
            at += len(i.pictures)
            target.append(z[at - 1])
        masks = np.zeros((len(items), 2 * THINGS, CELLS, CELLS), np.uint8)
        for row, i in zip(masks, items):
            row[:THINGS] = i.masks[0]
            row[THINGS:] = i.masks[1] if i.is_edit else 0
        return dict(
            source=torch.stack(source).half(),
            target=torch.stack(target).half(),
            matters=torch.from_numpy(np.stack([i.matters for i in items])),
            masks=torch.from_numpy(masks),
            marks=torch.stack([self.marks(i.spans, o) for i, o in zip(items, coded["offset_mapping"])]),
            ids=torch.tensor(coded["input_ids"]),
            edit=torch.tensor([i.is_edit for i in items]),
        )


class Ring:
    """The newest rows, of which batches are drawn by chance."""

    def __init__(self, rows, scenes):
        self.rows, self.scenes, self.data, self.size, self.at, self.owed = rows, scenes, None, 0, 0, 0.0

    def add(self, n):
        made = self.rows.make([next(self.scenes) for _ in range(n)])
        if self.data is None:
            self.data = {k: torch.zeros(RING, *v.shape[1:], dtype=v.dtype) for k, v in made.items()}
        where = (torch.arange(n) + self.at) % RING
        for k, v in made.items():
            self.data[k][where] = v
        self.at, self.size = (self.at + n) % RING, min(RING, self.size + n)

    def batch(self, n):
        self.owed += n * FRESH if self.size >= 256 else 256
        while self.owed >= 8:
            self.add(8)
            self.owed -= 8
        chosen = torch.randint(self.size, (n,))
        return {k: v[chosen] for k, v in self.data.items()}


class Losses:
    def __init__(self, unet, text, empty):
        self.unet, self.text, self.empty = unet, text, empty
        self.alphas = DDPMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear").alphas_cumprod.float()

    def __call__(self, rows, u, noise, drop):
        """u, 0..1: noise levels. -> weighted error of v and of the denoised latents, each per row, and the error of grounding."""
        target, source, ids = rows["target"].float(), rows["source"].float(), rows["ids"]
        shape = (-1, 1, 1, 1)
        without = torch.zeros(len(u), dtype=torch.bool)
        if drop:  # text in 5 %, the picture in 5 %, both in 5 %
            k = torch.rand(len(u))
            without = k < 0.1
            ids = torch.where(without[:, None], self.empty, ids)
            source = torch.where(((k > 0.05) & (k < 0.15)).view(shape), torch.zeros_like(source), source)
        t = (u.pow(0.75) * 1000).long().clamp(0, 999)
        a = self.alphas[t].view(shape)
        noised = a.sqrt() * target + (1 - a).sqrt() * noise
        Grounded.kept.clear()
        inputs = torch.cat([noised, source], 1).contiguous(memory_format=torch.channels_last)
        v = self.unet(inputs, t, self.text(ids).last_hidden_state, return_dict=False)[0]
        maps = torch.stack(Grounded.kept).mean(0)
        w = 1 + rows["matters"].float() / 255 * torch.where(rows["edit"], 4.0, 2.0).view(-1, 1, 1)
        w = (w / w.mean((1, 2), keepdim=True))[:, None]
        error = ((v - (a.sqrt() * noise - (1 - a).sqrt() * target)).square() * w).mean((1, 2, 3))
        denoised = ((a.sqrt() * noised - (1 - a).sqrt() * v - target).square() * w).mean((1, 2, 3))
        return error, denoised, grounding(maps, rows, ~without)


def grounding(maps, rows, with_text):
    """Attention of a thing's tokens [b, 256, tokens] against its mask: what lies off it, squared, and pixel by pixel."""
    marks = rows["marks"] & with_text[:, None, None]
    masks = rows["masks"].float().flatten(2) / 255
    attention = torch.einsum("bpt,bkt->bkp", maps, marks.float() / marks.sum(-1, True).clamp(min=1))
    share = (attention * masks).sum(-1) / attention.sum(-1).clamp(min=1e-6)
    weight = marks.any(-1).float() * torch.where(rows["edit"], 1.0, 0.4)[:, None]
    total = weight.sum().clamp(min=1)
    pixels = F.binary_cross_entropy(attention.clamp(1e-5, 1 - 1e-5), 0.6 * (masks > 0.4).float(), reduction="none").mean(-1)
    return ((1 - share).square() * weight).sum() / total, (pixels * weight).sum() / total


def main():
    q = argparse.ArgumentParser()
    q.add_argument("--minutes", type=float, default=600)
    q.add_argument("--decay", type=float, default=0.3)
    q.add_argument("--lr", type=float, default=8e-4)
    q.add_argument("--threads", type=int, default=1)
    q.add_argument("--worker", type=int, default=0)
    q.add_argument("--words", type=int, default=63, help="the first so many words of the vocabulary")
    q.add_argument("--single", type=float, default=0.3, help="share of scenes with one thing whatever the dice say")
    a = q.parse_args()
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    os.makedirs(WORK, exist_ok=True)
    file = os.path.join(WORK, "unet.pt")

    tokenizer = words.load()
    autoencoder, factor = load_autoencoder()
    unet, text, step = started(tokenizer, autoencoder.config.latent_channels)
    pictured(text, tokenizer)
    unet.set_attn_processor(Grounded())
    unet.to(memory_format=torch.channels_last).train()
    named = list(unet.named_parameters()) + list(text.train().named_parameters())
    params = [p for _, p in named]
    opts = optim.optimizers(named, a.lr)
    average, seconds = optim.Average(params), 0.0
    if os.path.exists(file):
        s = torch.load(file, weights_only=False)
        unet.load_state_dict(s["unet"])
        text.load_state_dict(s["text"])
        for value, kept in zip(average.values, s["average"]):
            value.copy_(kept)
        optim.resume(opts, s["opts"])
        step, seconds = s["step"], s["seconds"]
    exchange = optim.Exchange(WORK, "unet", a.worker, params)
    rows = Rows(tokenizer, autoencoder, factor)
    empty = torch.tensor(tokenizer("", padding="max_length", max_length=TOKENS).input_ids)[None]
    losses = Losses(unet, text, empty)
    seed = TRAINING + 20_000_000 + 10_000_000 * a.worker + step * BATCH
    ring = Ring(rows, Scenes(seed, words=a.words, single=a.single))

    valid = rows.make(read(VALIDATION, 96, words=a.words)) if a.worker == 0 else None
    steady = torch.Generator().manual_seed(1)
    clock, first, stop, errors = time.process_time, step, [], []
    start = validated = clock()
    saved = time.time()
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))

    def keep():
        state = dict(unet=unet.state_dict(), text=text.state_dict(), average=average.values, opts=[o.state_dict() for o in opts])
        optim.save(file, dict(state, step=step, seconds=seconds + clock() - start))

    @torch.no_grad()
    def report(label):
        average.swap()
        n = len(valid["ids"])
        noise = torch.randn(valid["target"].shape, generator=steady.manual_seed(1))
        u = ((torch.arange(n) * 37 % n) + 0.5) / n
        parts = [losses({k: v[i : i + 16] for k, v in valid.items()}, u[i : i + 16], noise[i : i + 16], False) for i in range(0, n, 16)]
        error, denoised = (torch.cat([p[k] for p in parts]) for k in (0, 1))
        edit, token = valid["edit"], np.mean([float(p[2][0]) for p in parts])
        average.swap()
        hours = (seconds + clock() - start) / 3600
        row = dict(
            step=step,
            scenes=step * BATCH,
            hours=round(hours, 3),
            words=a.words,
            text=round(float(error[~edit].mean()), 4),
            edit=round(float(error[edit].mean()), 4),
            denoised=round(float(denoised.mean()), 4),
            token=round(float(token), 3),
        )
        keep()
        json.dump(row, open(os.path.join(WORK, "unet.json"), "w"))
        print("VALID", label, json.dumps(row), flush=True)

    if a.worker == 0:
        report("start")
    while (share := (clock() - start) / a.minutes / 60) < 1 and not stop:
        optim.set_rate(opts, min(1, (step - first + 1) / 100) * min(1, (1 - share) / a.decay))
        batch = ring.batch(BATCH)
        u = ((torch.arange(BATCH) + torch.rand(1)) / BATCH).remainder(1.0)
        error, _, (token, pixel) = losses(batch, u, torch.randn(batch["target"].shape), True)
        (error.mean() + GROUNDING * (token + pixel)).backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        for o in opts:
            o.step()
            o.zero_grad(set_to_none=True)
        step += 1
        average.update(step)
        exchange.update(step)
        errors.append(float(error.mean().detach()))
        if a.worker == 0 and time.time() - saved > 180:
            keep()
            saved = time.time()
        if clock() - validated > 300:
            print(
                f"{step} error {np.mean(errors[-60:]):.4f} token {float(token.detach()):.3f}, {(step - first) * BATCH / (clock() - start):.1f} scenes/s",
                flush=True,
            )
            if a.worker == 0:
                report("mid")
            validated = clock()
    if a.worker == 0:
        report("end")
    ring.scenes.close()


if __name__ == "__main__":
    main()
