"""Writes test/golden/core/{models,goldens/{unet,vae}}/layout-*: block layouts and settings the shared set does not visit.

Run with torch 2.15.0, diffusers 0.42.1, safetensors 0.8.0 (CPU, one thread):  python tools/golden/layouts.py
Weights are random: scaled so that activations keep their size.
"""
import json
from pathlib import Path

import diffusers
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file

torch.set_num_threads(1)
CORE = Path(__file__).resolve().parents[2] / "test" / "golden" / "core"
VERSIONS = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__}
CROSS_FIRST = {"down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
               "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D")}
BASE = {"sample_size": 8, "in_channels": 4, "out_channels": 4, "block_out_channels": (6, 12), "norm_num_groups": 3,
        "cross_attention_dim": 10, "attention_head_dim": 3, "layers_per_block": 1, **CROSS_FIRST}
UNETS = {
    "settings": {"norm_eps": 1e-6, "flip_sin_to_cos": False, "freq_shift": 1, "act_fn": "gelu",
                 "mid_block_scale_factor": 1.7, "resnet_out_scale_factor": 1.3, "dropout": 0.1},
    "lists": {"layers_per_block": (1, 2), "attention_head_dim": (2, 4), "transformer_layers_per_block": (2, 1),
              "use_linear_projection": True, "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
              "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D")},
    # As in SSD-1B: transformers of different depths within a block, other ones on the way up.
    "nested": {"layers_per_block": 2, "transformer_layers_per_block": [[1, 2], [3]],
               "reverse_transformer_layers_per_block": [1, [2, 1, 3]], "use_linear_projection": True},
    "simple_middle": {"mid_block_type": "UNetMidBlock2D", "out_channels": 5, "in_channels": 9},
    "no_middle": {"mid_block_type": None, "downsample_padding": 1},
}
VAES = {
    "gelu": {"act_fn": "gelu", "norm_num_groups": 4},
    "no_attention": {"mid_block_add_attention": False, "use_quant_conv": False, "use_post_quant_conv": False,
                     "latent_channels": 3, "norm_num_groups": 2},
}


def randomize(model, generator):
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.ndim > 1:
                weight.copy_(noise / weight[0].numel() ** 0.5)
            else:
                weight.copy_(0.1 * noise + (1 if "norm" in name and name.endswith("weight") else 0))


def write(group, name, model, tensors, sidecar):
    folder = CORE / "goldens" / group
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, folder / f"layout-{name}.safetensors",
              metadata={"script": "tools/golden/layouts.py", "seed": "5", **VERSIONS})
    (folder / f"layout-{name}.safetensors").chmod(0o644)
    (folder / f"layout-{name}.json").write_text(json.dumps({
        "set": "core", "name": f"{group}/layout-{name}", "versions": VERSIONS, "made_by": "tools/golden/layouts.py",
        "model": model, **sidecar}, indent=1) + "\n")


def features(unet):
    found = {}
    names = ["conv_in", "time_embedding", "mid_block"]
    names += [f"{side}_blocks.{i}" for side in ("down", "up") for i in range(2)]
    for name in names:
        module = dict(unet.named_modules()).get(name)
        if module is not None:
            module.register_forward_hook(lambda _, __, out, key=name: found.__setitem__(
                key, out[0] if isinstance(out, tuple) else out))
    return found


for name, config in UNETS.items():
    generator = torch.Generator().manual_seed(5)
    unet = UNet2DConditionModel(**{**BASE, **config}).eval()
    randomize(unet, generator)
    unet.save_pretrained(CORE / "models" / f"layout-{name}" / "unet")
    sample = torch.randn(2, unet.config.in_channels, 8, 6, generator=generator)
    text = torch.randn(2, 7, BASE["cross_attention_dim"], generator=generator)
    tensors, found = {"in/sample": sample, "in/encoder_hidden_states": text}, features(unet)
    with torch.no_grad():
        for t in (961, 3):
            tensors[f"t{t}/out"] = unet(sample, t, text).sample
            tensors |= {f"t{t}/feature/{key}": value for key, value in found.items()}
    write("unet", name, f"models/layout-{name}/unet", tensors, {
        "what": "One U-Net forward per timestep", "timesteps": [961, 3],
        "tolerance": "max abs 1e-4 x std for out and features, 1e-5 absolute for probabilities"})

for name, config in VAES.items():
    generator = torch.Generator().manual_seed(6)
    vae = AutoencoderKL(**{"block_out_channels": (8, 12), "down_block_types": ("DownEncoderBlock2D",) * 2,
                           "up_block_types": ("UpDecoderBlock2D",) * 2, "layers_per_block": 1, "latent_channels": 4,
                           "scaling_factor": 0.3, **config}).eval()
    randomize(vae, generator)
    vae.save_pretrained(CORE / "models" / f"layout-{name}" / "vae")
    pixels = torch.rand(1, 3, 12, 8, generator=generator) * 2 - 1
    with torch.no_grad():
        posterior = vae.encode(pixels).latent_dist
        scaled = torch.randn(posterior.mean.shape, generator=generator)
        noise = torch.randn(posterior.mean.shape, generator=generator)
        decoded = vae.decode(scaled / vae.config.scaling_factor).sample
    write("vae", name, f"models/layout-{name}/vae", {
        "pixel_values": pixels, "mean": posterior.mean, "logvar": posterior.logvar, "std": posterior.std,
        "noise": noise, "sample": posterior.mean + posterior.std * noise, "scaled_latents": scaled,
        "decoded": decoded}, {"what": "AutoencoderKL: encode and decode", "tolerance": "max abs 1e-4 x std; u8 within 1"})
