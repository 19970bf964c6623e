"""Writes test/golden/core/{models,goldens/pipeline,embeddings}: kinds of models and prompts the shared set does not visit.

An inpainting U-Net of 9 channels, CosXL and its editor (EDM), a latent consistency model; prompts longer than the text
encoder reads, clip skip, learned words. Run with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0, safetensors 0.8.0,
pillow 13.0.0 (CPU, one thread):  python tools/golden/families.py
Weights are random: scaled so that activations keep their size.
"""
import json
import shutil
import sys
from pathlib import Path

import diffusers
import numpy
import torch
import transformers
from diffusers import (AutoencoderKL, EDMEulerScheduler, DDIMScheduler, EulerAncestralDiscreteScheduler, LCMScheduler,
                       LatentConsistencyModelPipeline, StableDiffusionInpaintPipeline,
                       StableDiffusionXLInstructPix2PixPipeline, StableDiffusionXLPipeline, UNet2DConditionModel)
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

torch.set_num_threads(1)
# diffusers 0.42 looks for the final norm where transformers 5 has it no more.
CLIPTextModel.text_model = property(lambda self: self)
CORE = Path(__file__).resolve().parents[2] / "test" / "golden" / "core"
VERSIONS = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__,
            "transformers": transformers.__version__}
WORDS = CORE / "models" / "tiny-ip2p" / "tokenizer"
SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
EDM = {"sigma_min": 0.002, "sigma_max": 120.0, "sigma_data": 1.0, "prediction_type": "v_prediction",
       "sigma_schedule": "exponential"}
UNET = {"sample_size": 8, "in_channels": 4, "out_channels": 4, "block_out_channels": (8, 12), "norm_num_groups": 4,
        "attention_head_dim": 2, "layers_per_block": 1, "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D")}
XL = {"use_linear_projection": True, "addition_embed_type": "text_time", "addition_time_embed_dim": 4,
      "transformer_layers_per_block": (1, 2), "projection_class_embeddings_input_dim": 10 + 6 * 4}
CHUNK = 75


def randomize(model, seed, deviation=1.0):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.ndim > 1 and "embedding" not in name.rsplit(".", 2)[-2]:
                weight.copy_(deviation * noise / weight[0].numel() ** 0.5)
            elif weight.ndim > 1:
                weight.copy_(0.5 * noise)
            else:
                weight.copy_(0.1 * noise + (1 if "norm" in name and name.endswith("weight") else 0))
    return model.eval()


def text_encoder(kind, width, layers, eos, **more):
    config = CLIPTextConfig(vocab_size=1114, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=layers,
                            num_attention_heads=2, max_position_embeddings=77, eos_token_id=eos, **more)
    return randomize(kind(config), width)


def vae(scaling):
    return randomize(AutoencoderKL(block_out_channels=(4, 4, 4, 8), down_block_types=("DownEncoderBlock2D",) * 4,
                                   up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=1, norm_num_groups=4,
                                   latent_channels=4, scaling_factor=scaling), 21)


def unet(seed, **more):
    return randomize(UNet2DConditionModel(**{**UNET, **more}), seed)


tokenizer = CLIPTokenizer.from_pretrained(WORDS)
EOS = tokenizer.eos_token_id
sd_text = {"text_encoder": text_encoder(CLIPTextModel, 16, 3, 2), "tokenizer": tokenizer}
xl_text = {"text_encoder": text_encoder(CLIPTextModel, 8, 2, 2), "tokenizer": tokenizer,
           "text_encoder_2": text_encoder(CLIPTextModelWithProjection, 12, 3, EOS, hidden_act="gelu", projection_dim=10),
           "tokenizer_2": CLIPTokenizer.from_pretrained(WORDS, pad_token="!")}
no_checker = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
pipelines = {
    "tiny-inpaint": StableDiffusionInpaintPipeline(
        **sd_text, vae=vae(0.18215), unet=unet(31, in_channels=9, cross_attention_dim=16),
        scheduler=DDIMScheduler(**SD, clip_sample=False, set_alpha_to_one=False), **no_checker),
    "tiny-lcm": LatentConsistencyModelPipeline(
        **sd_text, vae=vae(0.18215), unet=unet(32, cross_attention_dim=16, time_cond_proj_dim=8),
        scheduler=LCMScheduler(**SD), **no_checker),
    "tiny-cosxl": StableDiffusionXLPipeline(
        **xl_text, vae=vae(0.13025), unet=unet(33, cross_attention_dim=20, **XL), scheduler=EDMEulerScheduler(**EDM)),
    "tiny-cosxl-edit": StableDiffusionXLInstructPix2PixPipeline(
        **xl_text, vae=vae(0.13025), unet=unet(34, in_channels=8, cross_attention_dim=20, **XL),
        scheduler=EDMEulerScheduler(**EDM), is_cosxl_edit=True, add_watermarker=False),
}
for name, pipeline in pipelines.items():
    shutil.rmtree(CORE / "models" / name, ignore_errors=True)
    pipeline.save_pretrained(CORE / "models" / name)
    for extra in (CORE / "models" / name).glob("tokenizer*/tokenizer.json"):
        data = json.loads(extra.read_text())
        merges = [" ".join(pair) if isinstance(pair, list) else pair for pair in data["model"]["merges"]]
        (extra.parent / "vocab.json").write_text(json.dumps(data["model"]["vocab"], ensure_ascii=False))
        (extra.parent / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
        extra.unlink()

generator = torch.Generator().manual_seed(77)
blocks = (torch.rand(3, 8, 6, generator=generator) * 255).to(torch.uint8).repeat_interleave(8, 1).repeat_interleave(8, 2)
(CORE / "images").mkdir(exist_ok=True)
picture = Image.fromarray(blocks.permute(1, 2, 0).numpy())
picture.save(CORE / "images" / "blocks.png")
spot = numpy.zeros((64, 48), numpy.uint8)
spot[16:44, 10:32] = 255
mask = Image.fromarray(spot)
mask.save(CORE / "images" / "spot.png")

(CORE / "embeddings").mkdir(exist_ok=True)


def learned(width, count, seed):
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed))


files = {"toy": {"<toy>": learned(16, 2, 41)}, "hazy": {"emb_params": learned(16, 3, 42)},
         "moss": {"clip_l": learned(8, 2, 43), "clip_g": learned(12, 2, 44)}}
for name, state in files.items():
    save_file(state, CORE / "embeddings" / f"{name}.safetensors")

# What the engine shall paint for a seed.
SEED = CORE.parent / "same-seed"
side = numpy.arange(64)
ramp = Image.fromarray(numpy.stack([(side[None] * 5 + side[:, None] * 3 + c * 40) % 256 for c in range(3)], 2).astype(numpy.uint8))
square = numpy.zeros((64, 64), numpy.uint8)
square[20:48, 16:40] = 255


def same_seed(name, model, **arguments):
    pipelines[model](num_inference_steps=4, generator=torch.Generator().manual_seed(7), height=64, width=64,
                     **arguments).images[0].save(SEED / f"{name}.png")


same_seed("lcm", "tiny-lcm", prompt="a red cat", guidance_scale=6.0)
same_seed("cosxl", "tiny-cosxl", prompt="a red cat", guidance_scale=5.0)
filled = {"image": ramp, "mask_image": Image.fromarray(square), "guidance_scale": 5.0}
same_seed("inpaint.replace", "tiny-inpaint", prompt="a cat", strength=1.0, **filled)
same_seed("inpaint.recolor", "tiny-inpaint", prompt="a red dog", strength=0.75, **filled)

# What a run draws, in its order.
drawn, seeds = [], torch.Generator()


def record(shape, generator=None, **_):
    drawn.append(torch.randn(tuple(shape), generator=seeds))
    return drawn[-1]


for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("diffusers") and hasattr(module, "randn_tensor"):
        module.randn_tensor = record


def chunks(tokenizer, encoder, words, count, state, weights=None):
    """Embeddings of a prompt in chunks of 75, as many as asked for; weighted as AUTOMATIC1111's web UI does."""
    ids = tokenizer(words, add_special_tokens=False, truncation=False).input_ids
    parts = [ids[i:i + CHUNK] for i in range(0, max(len(ids), 1), CHUNK)]
    parts += [[]] * (count - len(parts))
    out, pooled = [], None
    for at, part in enumerate(parts):
        framed = [tokenizer.bos_token_id, *part, EOS]
        framed += [tokenizer.pad_token_id] * (77 - len(framed))
        with torch.no_grad():
            result = encoder(torch.tensor([framed]), output_hidden_states=True)
        states = state(result)
        if weights is not None:
            own = torch.ones(77)
            own[1:1 + len(part)] = torch.tensor(weights[at * CHUNK:at * CHUNK + len(part)])
            mean = states.mean()
            states = states * own[None, :, None]
            states = states * (mean / states.mean())
        out.append(states)
        pooled = result[0] if pooled is None else pooled
    return torch.cat(out, 1), pooled


def decoded(pipeline, latents):
    with torch.no_grad():
        image = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor).sample
    return image, (image / 2 + 0.5).clamp(0, 1).mul(255).round().to(torch.uint8).permute(0, 2, 3, 1)


def write(name, model, arguments, call=None, initial=None, images=None, embeddings=None, note=""):
    pipeline = pipelines[model]
    pipeline.set_progress_bar_config(disable=True)
    path, used = [], []
    drawn.clear()
    seeds.manual_seed(1234)

    def after(_, index, t, values):
        path.append(values["latents"].clone())
        used.append(float(t))
        return values

    given = {key: value for key, value in arguments.items() if key not in ("image", "mask_image")}
    if call is not None:
        for key in ("prompt", "negative_prompt"):
            given.pop(key, None)
    if images:
        given["image"] = picture if len(images) else None
        if len(images) > 1:
            given["mask_image"] = mask
    if initial is not None:
        given["latents"] = initial.clone()
    # This pipeline still has the older callback.
    is_edit = isinstance(pipeline, StableDiffusionXLInstructPix2PixPipeline)
    watch = ({"callback": lambda index, t, latents: after(None, index, t, {"latents": latents}), "callback_steps": 1}
             if is_edit else {"callback_on_step_end": after, "callback_on_step_end_tensor_inputs": ["latents"]})
    final = pipeline(**given, **(call or {}), **watch, output_type="latent").images
    image, pixels = decoded(pipeline, final)
    tensors = {"final_latents": final, "decoded": image, "image_u8": pixels, "step_latents": torch.stack(path),
               "step_timesteps": torch.tensor(used, dtype=torch.float64),
               **{f"noise/{i:03d}": value for i, value in enumerate(drawn)}}
    if initial is not None:
        tensors["initial_latents"] = initial
    folder = CORE / "goldens" / "pipeline"
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, folder / f"{name}.safetensors",
              metadata={"script": "tools/golden/families.py", **VERSIONS})
    (folder / f"{name}.safetensors").chmod(0o644)
    (folder / f"{name}.json").write_text(json.dumps({
        "set": "core", "name": f"pipeline/{name}", "versions": VERSIONS, "made_by": "tools/golden/families.py",
        "what": f"{type(pipeline).__name__} end to end", "model": f"models/{model}",
        "call": f"{type(pipeline).__name__}(**arguments)", "arguments": arguments, "images": images,
        "embeddings": embeddings or [], "note": note, "scheduler": type(pipeline.scheduler).__name__,
        "scheduler_config": {k: v for k, v in pipeline.scheduler.config.items() if not k.startswith("_")},
        "tolerance": "final_latents: max abs 2e-4 x std; image_u8 within 2"}, indent=1) + "\n")


noise = torch.randn(1, 4, 8, 6, generator=torch.Generator().manual_seed(5))
size = {"height": 64, "width": 48}
both = ["images/blocks.png", "images/spot.png"]
paint = {"prompt": "a red cat", "negative_prompt": "a dog", "image": "see images", "mask_image": "see images", **size,
         "num_inference_steps": 6, "guidance_scale": 5.0}
write("inpaint9.ddim", "tiny-inpaint", {**paint, "strength": 1.0}, images=both)
write("inpaint9.ddim.strength0.6", "tiny-inpaint", {**paint, "strength": 0.6}, images=both)
pipelines["tiny-inpaint"].scheduler = EulerAncestralDiscreteScheduler(**SD)
write("inpaint9.euler_a.clip_skip", "tiny-inpaint", {**paint, "strength": 1.0, "clip_skip": 1}, images=both)
pipelines["tiny-inpaint"].scheduler = DDIMScheduler(**SD, clip_sample=False, set_alpha_to_one=False)

long = " ".join(f"a {colour} {thing} on a table," for colour in ("red", "blue", "green", "old")
                for thing in ("cat", "dog", "house", "tree"))
encoder = sd_text["text_encoder"]
last = lambda result: result.last_hidden_state
ids = tokenizer(long, add_special_tokens=False, truncation=False).input_ids
count = -(-len(ids) // CHUNK)
assert count > 1
write("inpaint9.long_prompt", "tiny-inpaint", {**paint, "prompt": long, "strength": 1.0}, images=both, call={
    "prompt_embeds": chunks(tokenizer, encoder, long, count, last)[0],
    "negative_prompt_embeds": chunks(tokenizer, encoder, "a dog", count, last)[0]},
    note="chunks of 75 tokens, encoded each by itself and put one behind another; the negative prompt filled up with empty ones")
heavy, rest = long[:40], long[40:]
split = len(tokenizer(heavy, add_special_tokens=False).input_ids)
weighted = tokenizer(heavy + " " + rest, add_special_tokens=False, truncation=False).input_ids
write("inpaint9.long_prompt.weighted", "tiny-inpaint", {
    **paint, "prompt": f"({heavy}:1.4) {rest}", "strength": 1.0}, images=both, call={
    "prompt_embeds": chunks(tokenizer, encoder, heavy + " " + rest, -(-len(weighted) // CHUNK), last,
                            [1.4] * split + [1.0] * (len(weighted) - split))[0],
    "negative_prompt_embeds": chunks(tokenizer, encoder, "a dog", -(-len(weighted) // CHUNK), last)[0]},
    note="the tokens of (…:1.4) times 1.4, then each chunk brought back to its mean, as AUTOMATIC1111's web UI does")

words = {"prompt": "a red cat", **size, "num_inference_steps": 6, "guidance_scale": 5.0}
write("cosxl.edm_euler", "tiny-cosxl", {**words, "negative_prompt": "a dog"}, initial=noise)
write("cosxl.edm_euler.clip_skip", "tiny-cosxl", {**words, "negative_prompt": "a dog", "clip_skip": 1}, initial=noise)
one, two = xl_text["text_encoder"], xl_text["text_encoder_2"]
before_last = lambda result: result.hidden_states[-2]
first = chunks(tokenizer, one, long, count, before_last)
second = chunks(xl_text["tokenizer_2"], two, long, count, before_last)
zeros = torch.zeros(1, 77 * count, 20)
write("cosxl.edm_euler.long_prompt", "tiny-cosxl", {**words, "prompt": long}, initial=noise, call={
    "prompt_embeds": torch.cat([first[0], second[0]], 2), "pooled_prompt_embeds": second[1],
    "negative_prompt_embeds": zeros, "negative_pooled_prompt_embeds": torch.zeros(1, 10)},
    note="pooled text of the first chunk")
write("cosxl_edit.edm_euler", "tiny-cosxl-edit", {**words, "prompt": "make it night", "image": "see images",
      "image_guidance_scale": 1.5}, initial=noise, images=both[:1])

# Learned words last: they stay in the tokenizers.
inpaint = pipelines["tiny-inpaint"]
inpaint.load_textual_inversion(str(CORE / "embeddings" / "toy.safetensors"))
inpaint.load_textual_inversion(str(CORE / "embeddings" / "hazy.safetensors"), token="hazy")
write("inpaint9.learned_words", "tiny-inpaint", {
    **paint, "prompt": "a red <toy> and a cat", "negative_prompt": "a dog, hazy", "strength": 1.0}, images=both,
    embeddings=["embeddings/toy.safetensors", "embeddings/hazy.safetensors"])
cosxl = pipelines["tiny-cosxl"]
cosxl.load_textual_inversion(files["moss"]["clip_l"], token="moss", text_encoder=cosxl.text_encoder,
                             tokenizer=cosxl.tokenizer)
cosxl.load_textual_inversion(files["moss"]["clip_g"], token="moss", text_encoder=cosxl.text_encoder_2,
                             tokenizer=cosxl.tokenizer_2)
write("cosxl.edm_euler.learned_words", "tiny-cosxl", {**words, "prompt": "a cat made of moss"}, initial=noise,
      embeddings=["embeddings/moss.safetensors"])
