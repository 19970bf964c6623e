"""Writes test/golden/same-seed/*.png: what diffusers paints on the CPU for a seed, with a tiny model of the shared set.

Run with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0, pillow 13.0.0 (CPU, one thread):
python tools/golden/same_seed.py FOLDER_OF_THE_SHARED_GOLDEN_SET
"""
import sys
from pathlib import Path

import torch
from diffusers import DDIMScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, StableDiffusionPipeline

torch.set_num_threads(1)
OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "same-seed"
MODEL = Path(sys.argv[1]) / "models" / "tiny-sd15"
SAMPLERS = {"euler_ancestral": EulerAncestralDiscreteScheduler, "euler": EulerDiscreteScheduler, "ddim": DDIMScheduler}

OUT.mkdir(parents=True, exist_ok=True)
pipeline = StableDiffusionPipeline.from_pretrained(MODEL, safety_checker=None, requires_safety_checker=False)
for name, scheduler in SAMPLERS.items():
    pipeline.scheduler = scheduler.from_config(pipeline.scheduler.config)
    generator = torch.Generator().manual_seed(7)
    picture = pipeline("a photo of a cat", negative_prompt="blurry", height=128, width=64, num_inference_steps=12,
                       guidance_scale=6.0, generator=generator).images[0]
    picture.save(OUT / f"{name}.png")
