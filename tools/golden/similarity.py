"""Writes test/golden/similarity: tiny random DINOv2 and CLIP models with what transformers computes with them.

Run with torch 2.15.0, transformers 5.23.0, safetensors 0.8.0 (CPU, one thread):  python tools/golden/similarity.py
"""
import json
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, Dinov2Config, Dinov2Model

torch.set_num_threads(1)
FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden" / "similarity"
VERSIONS = {"torch": torch.__version__.split("+")[0], "transformers": transformers.__version__}
DINO = {"hidden_size": 12, "num_hidden_layers": 2, "num_attention_heads": 3, "mlp_ratio": 2, "image_size": 28,
        "patch_size": 7, "layer_norm_eps": 1e-6}
DINOS = {"dinov2": DINO, "dinov2-swiglu": {**DINO, "use_swiglu_ffn": True}}
TEXT = {"vocab_size": 40, "hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
        "max_position_embeddings": 10, "eos_token_id": 39, "bos_token_id": 38, "pad_token_id": 39}
VISION = {"hidden_size": 12, "intermediate_size": 20, "num_hidden_layers": 2, "num_attention_heads": 3,
          "image_size": 14, "patch_size": 7}


def randomize(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(torch.randn(weight.shape, generator=generator) * 0.3)
    return model.eval()


def save(name, model, tensors):
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    # Under the names that the Hub's checkpoints have, not those that this version uses in memory.
    model.save_pretrained(folder, save_original_format=True)
    save_file({key: value.clone().contiguous() for key, value in tensors.items()}, folder / "golden.safetensors")
    (folder / "golden.json").write_text(json.dumps({"versions": VERSIONS, "seed": 1}, indent=1) + "\n")


for name, config in DINOS.items():
    model = randomize(Dinov2Model(Dinov2Config(**config)), 1)
    tensors = {}
    # 28: the positions as they are; 35 and 21: positions resized up and down.
    for side in (28, 35, 21):
        pixels = torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(side))
        with torch.no_grad():
            out = model(pixel_values=pixels)
        tensors |= {f"{side}/pixel_values": pixels, f"{side}/last_hidden_state": out.last_hidden_state,
                    f"{side}/pooler_output": out.pooler_output}
    save(name, model, tensors)

model = randomize(CLIPModel(CLIPConfig(text_config=TEXT, vision_config=VISION, projection_dim=6)), 2)
pixels = torch.randn(1, 3, 14, 14, generator=torch.Generator().manual_seed(3))
ids = torch.tensor([[38, 5, 17, 2, 39, 39, 39, 39, 39, 39]])
with torch.no_grad():
    image = model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output)
    text = model.text_projection(model.text_model(input_ids=ids).pooler_output)
save("clip", model, {"pixel_values": pixels, "input_ids": ids, "image_embeds": image, "text_embeds": text})
