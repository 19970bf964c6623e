"""Writes test/golden/loras: LoRAs as diffusers saves them with PEFT, their strength in the header, and what they do.

Run with torch 2.15.0, diffusers 0.42.1, peft 0.21.0, safetensors 0.8.0 (CPU, one thread):  python tools/golden/loras.py
"""
import json
from pathlib import Path

import diffusers
import peft
import torch
from diffusers import StableDiffusionInstructPix2PixPipeline, UNet2DConditionModel
from diffusers.utils import convert_state_dict_to_diffusers
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file, save_file

torch.set_num_threads(1)
ROOT = Path(__file__).resolve().parents[2] / "test" / "golden"
MODEL, OUT = ROOT / "core" / "models" / "tiny-ip2p", ROOT / "loras"
OUT.mkdir(exist_ok=True)
TARGETS = ["attn2.to_q", "attn2.to_k", "attn1.to_out.0", "time_emb_proj", "conv_shortcut"]
CONFIGS = {
    "alpha": dict(r=2, lora_alpha=5),
    "rslora": dict(r=4, lora_alpha=2, use_rslora=True),
    "patterns": dict(r=2, lora_alpha=2, rank_pattern={"to_q": 3},
                     alpha_pattern={"to_q": 1, "down_blocks.*attn1.to_out.0": 6, "conv_shortcut": 0.5}),
}


def unet():
    return UNet2DConditionModel.from_pretrained(MODEL, subfolder="unet").eval()


generator = torch.Generator().manual_seed(3)
sample = torch.randn(1, 8, 8, 8, generator=generator)
states = torch.randn(1, 77, 24, generator=generator)
with torch.no_grad():
    results = {"sample": sample, "states": states, "out.none": unet()(sample, 500, states).sample}
    for name, config in CONFIGS.items():
        trained = unet()
        trained.add_adapter(LoraConfig(target_modules=TARGETS, **config))
        for key, weight in trained.named_parameters():
            if "lora_" in key:
                weight.copy_(0.2 * torch.randn(weight.shape, generator=generator))
        layers = convert_state_dict_to_diffusers(get_peft_model_state_dict(trained))
        StableDiffusionInstructPix2PixPipeline.save_lora_weights(
            OUT, unet_lora_layers=layers, weight_name=f"{name}.safetensors",
            unet_lora_adapter_metadata=trained.peft_config["default"].to_dict())
        loaded = unet()
        loaded.load_lora_adapter(str(OUT), weight_name=f"{name}.safetensors", prefix="unet")
        results[f"out.{name}"] = loaded(sample, 500, states).sample
        print(name, (results[f"out.{name}"] - results["out.none"]).abs().max())
VERSIONS = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__, "peft": peft.__version__}
save_file({key: value.contiguous() for key, value in results.items()}, OUT / "results.safetensors",
          metadata={"made_by": "tools/golden/loras.py", **VERSIONS})
