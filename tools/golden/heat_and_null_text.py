"""Writes test/golden/methods/{daam,null-text}.json with the tiny models of test/golden/core.

daam.json: heat maps of tokens after three forwards of a U-Net: attention probabilities of every head of every attn2 in
the down and up blocks, summed over the forwards, resized bicubically to the latents, cut at 0, mean over all heads
(castorini/daam 0.2.0, trace.py compute_global_heat_map and heatmap.py, without its fixed picture sizes), divided by the
number of forwards; "headsFirst": the same, heads averaged before the cut at 0. On InstructPix2Pix the first of three rows.

null-text.json: DDIM inversion and null-text optimisation of the authors' notebook (google/prompt-to-prompt,
null_text_w_ptp.ipynb, ddim_loop and null_optimization), 4 steps, 3 inner ones, on zeros as image condition.

All inputs are torch.randn of the seeds below, in this order. Run with torch 2.15.0, diffusers 0.42.1 (CPU, one thread):
python tools/golden/heat_and_null_text.py
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import DDIMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor

torch.set_num_threads(1)
ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "test" / "golden" / "core" / "models"
OUT = ROOT / "test" / "golden" / "methods"
TIMESTEPS = [801, 501, 201]
TOKENS = [1, 5, 9]


def rounded(values):
    return [float(f"{value:.8g}") for value in values.flatten().tolist()]


class Keep(AttnProcessor):
    """Attention written out, with its probabilities kept."""

    def __init__(self, store, name):
        super().__init__()
        self.store, self.name = store, name

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        text = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query = attn.head_to_batch_dim(attn.to_q(hidden_states))
        key = attn.head_to_batch_dim(attn.to_k(text))
        value = attn.head_to_batch_dim(attn.to_v(text))
        probabilities = attn.get_attention_scores(query, key, attention_mask)
        if self.name.endswith("attn2"):
            rows = hidden_states.shape[0]
            self.store.append((self.name, probabilities.unflatten(0, (rows, attn.heads))))
        out = attn.batch_to_head_dim(torch.bmm(probabilities, value))
        return attn.to_out[1](attn.to_out[0](out))


def heat(model, rows, row, extra):
    unet = UNet2DConditionModel.from_pretrained(MODELS / model / "unet", torch_dtype=torch.float32).eval()
    store = []
    unet.set_attn_processor({name: Keep(store, name.removesuffix(".processor")) for name in unet.attn_processors})
    generator = torch.Generator().manual_seed(7)
    sample = torch.randn(rows, unet.config.in_channels, 16, 16, generator=generator)
    text = torch.randn(rows, 77, unet.config.cross_attention_dim, generator=generator)
    sums = {}
    with torch.no_grad():
        for timestep in TIMESTEPS:
            store.clear()
            unet(sample, timestep, text, added_cond_kwargs=extra(rows, generator))
            for name, probabilities in store:
                if name.startswith("mid_block"):
                    continue
                for head, each in enumerate(probabilities[row]):
                    side = int(each.shape[0] ** 0.5)
                    key = (name, head)
                    sums[key] = sums.get(key, 0) + each.T.reshape(77, side, side)
    def resized(each):
        return F.interpolate(each.unsqueeze(1), size=(16, 16), mode="bicubic").clamp(min=0)[:, 0]

    whole = torch.stack([resized(each) for each in sums.values()]).mean(0) / len(TIMESTEPS)
    layers = {}
    for (name, _), each in sums.items():
        layers.setdefault(name, []).append(each)
    heads = sum(len(each) for each in layers.values())
    cut_late = sum(len(each) * resized(torch.stack(each).mean(0)) for each in layers.values()) / heads / len(TIMESTEPS)
    return {"model": model, "rows": rows, "row": row, "seed": 7, "timesteps": TIMESTEPS,
            "heat": {str(token): rounded(whole[token]) for token in TOKENS},
            "headsFirst": {str(token): rounded(cut_late[token]) for token in TOKENS}}


def bicubic():
    generator = torch.Generator().manual_seed(5)
    grid = torch.randn(1, 1, 3, 5, generator=generator)
    return {"seed": 5, "from": [3, 5], "to": [7, 8],
            "data": rounded(F.interpolate(grid, size=(7, 8), mode="bicubic"))}


def null_text():
    unet = UNet2DConditionModel.from_pretrained(MODELS / "tiny-ip2p" / "unet", torch_dtype=torch.float32).eval()
    unet.requires_grad_(False)
    steps, inner, scale = 4, 3, 7.5
    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
                              set_alpha_to_one=False, steps_offset=0, timestep_spacing="leading")
    scheduler.set_timesteps(steps)
    stride = scheduler.config.num_train_timesteps // steps
    alphas, final = scheduler.alphas_cumprod, scheduler.final_alpha_cumprod
    generator = torch.Generator().manual_seed(11)
    clean = torch.randn(1, 4, 16, 16, generator=generator)
    cond = torch.randn(1, 77, unet.config.cross_attention_dim, generator=generator)
    empty = torch.randn(1, 77, unet.config.cross_attention_dim, generator=generator)

    def predict(latent, t, text):
        return unet(torch.cat([latent, torch.zeros_like(latent)], 1), t, text).sample

    def move(noise, sample, a, b):
        original = (sample - (1 - a) ** 0.5 * noise) / a ** 0.5
        return b ** 0.5 * original + (1 - b) ** 0.5 * noise

    def alpha(t):
        return alphas[t] if t >= 0 else final

    path, latent = [clean], clean
    with torch.no_grad():
        for i in range(steps):
            t = int(scheduler.timesteps[steps - i - 1])
            latent = move(predict(latent, t, cond), latent, alpha(min(t - stride, 999)), alpha(t))
            path.append(latent)
    current, found, losses = path[-1], [], []
    for i in range(steps):
        t = int(scheduler.timesteps[i])
        empty = empty.clone().detach().requires_grad_(True)
        adam = torch.optim.Adam([empty], lr=1e-2 * (1.0 - i / 100.0))
        goal = path[steps - i - 1]
        with torch.no_grad():
            conditional = predict(current, t, cond)
        own = []
        for _ in range(inner):
            unconditional = predict(current, t, empty)
            noise = unconditional + scale * (conditional - unconditional)
            loss = F.mse_loss(move(noise, current, alpha(t), alpha(t - stride)), goal)
            adam.zero_grad()
            loss.backward()
            adam.step()
            own.append(loss.item())
            if loss.item() < 1e-5 + i * 2e-5:
                break
        losses.append(own)
        empty = empty.detach()
        found.append(empty)
        with torch.no_grad():
            unconditional = predict(current, t, empty)
            noise = unconditional + scale * (conditional - unconditional)
            current = move(noise, current, alpha(t), alpha(t - stride))
    return {"model": "tiny-ip2p", "seed": 11, "steps": steps, "inner": inner, "guidanceScale": scale,
            "noisiest": rounded(path[-1][0, :, ::4, ::4]), "losses": losses,
            "embeddings": [rounded(each[0, ::16, ::6]) for each in found],
            "end": rounded(current[0, :, ::4, ::4])}


OUT.mkdir(parents=True, exist_ok=True)


def pooled(rows, generator):
    unet_config = json.loads((MODELS / "tiny-sdxl" / "unet" / "config.json").read_text())
    width = unet_config["projection_class_embeddings_input_dim"] - 6 * unet_config["addition_time_embed_dim"]
    return {"text_embeds": torch.zeros(rows, width), "time_ids": torch.zeros(rows, 6)}


daam = {"bicubic": bicubic(), "cases": [heat("tiny-ip2p", 3, 0, lambda *_: None), heat("tiny-sdxl", 2, 1, pooled)]}
(OUT / "daam.json").write_text(json.dumps(daam) + "\n")
(OUT / "null-text.json").write_text(json.dumps(null_text()) + "\n")
