"""Writes test/golden/saved-today: a pipeline with a learned word inside, as save_pretrained of today writes it, untouched;
the ids its tokenizer gives; and what it paints.

Run with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0, safetensors 0.8.0 (CPU, one thread):
python tools/golden/saved_today.py
"""
import json
import shutil
from pathlib import Path

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import AddedToken, CLIPTextConfig, CLIPTextModel, CLIPTokenizer

torch.set_num_threads(1)
# diffusers 0.42 looks for the final norm where transformers 5 has it no more.
CLIPTextModel.text_model = property(lambda self: self)
GOLD = Path(__file__).resolve().parents[2] / "test" / "golden"
OUT = GOLD / "saved-today"
SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
STRINGS = ["a photo of a <moss> cat", "<MOSS>", "a<moss>es", "Ivy vine", "IVYvines", "ivy", "<moss><moss> tree", "!!!", "a cat!",
           "<|endoftext|> a", "<|ENDOFTEXT|>", "<|STARTOFTEXT|> red", "it's 1234 o'clock", "Café ΣΑΣ \u00a0 x",
           "\U0001f431 cat", ""]


def randomize(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.ndim > 1 and "embedding" not in name.rsplit(".", 2)[-2]:
                weight.copy_(noise / weight[0].numel() ** 0.5)
            elif weight.ndim > 1:
                weight.copy_(0.5 * noise)
            else:
                weight.copy_(0.1 * noise + (1 if "norm" in name and name.endswith("weight") else 0))
    return model.eval()


tokenizer = CLIPTokenizer.from_pretrained(GOLD / "core" / "models" / "tiny-ip2p" / "tokenizer")
tokenizer.add_tokens(["<moss>", AddedToken("Ivy", normalized=False)])
encoder = randomize(CLIPTextModel(CLIPTextConfig(
    vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
    max_position_embeddings=77, eos_token_id=tokenizer.eos_token_id)), 16)
vae = randomize(AutoencoderKL(block_out_channels=(8, 8), down_block_types=("DownEncoderBlock2D",) * 2, latent_channels=4,
                              up_block_types=("UpDecoderBlock2D",) * 2, layers_per_block=1, norm_num_groups=4), 21)
unet = randomize(UNet2DConditionModel(
    sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 12), norm_num_groups=4, attention_head_dim=2,
    layers_per_block=1, cross_attention_dim=16, down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
    up_block_types=("UpBlock2D", "CrossAttnUpBlock2D")), 31)
pipeline = StableDiffusionPipeline(text_encoder=encoder, tokenizer=tokenizer, vae=vae, unet=unet,
                                   scheduler=EulerDiscreteScheduler(**SD), safety_checker=None, feature_extractor=None,
                                   requires_safety_checker=False)
shutil.rmtree(OUT, ignore_errors=True)
pipeline.save_pretrained(OUT / "pipeline")
loaded = StableDiffusionPipeline.from_pretrained(OUT / "pipeline", safety_checker=None)
loaded.set_progress_bar_config(disable=True)
picture = loaded("a photo of a <moss> cat", height=32, width=32, num_inference_steps=4, guidance_scale=5.0,
                 generator=torch.Generator().manual_seed(7)).images[0]
picture.save(OUT / "picture.png")
ids = [{"text": text, "ids": loaded.tokenizer(text, add_special_tokens=False).input_ids} for text in STRINGS]
versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__,
            "transformers": transformers.__version__}
(OUT / "tokens.json").write_text(json.dumps({"made_by": "tools/golden/saved_today.py", **versions, "strings": ids}) + "\n")
