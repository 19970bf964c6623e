"""One piece of work by diffusers and PyTorch, as tools/bench/work.ts does it: peer-diffusers.py KIND FOLDER THREADS [DEVICE]."""

import json
import resource
import sys
import time

started = (time.perf_counter(), time.process_time())
kind, folder, threads = sys.argv[1:4]
device = sys.argv[4] if len(sys.argv) > 4 else "cpu"

import diffusers  # noqa: E402
import torch  # noqa: E402

torch.set_num_threads(int(threads))
torch.set_grad_enabled(False)
dtype = torch.float16 if device == "cuda" else torch.float32


def unet_step(batch):
    unet = diffusers.UNet2DConditionModel.from_pretrained(folder, subfolder="unet", torch_dtype=dtype).to(device)
    config = unet.config
    side = config.sample_size
    noise = torch.Generator().manual_seed(1)

    def randn(*shape):
        return torch.randn(*shape, generator=noise).to(device, dtype)

    sample = randn(batch, config.in_channels, side, side)
    text = randn(batch, 77, config.cross_attention_dim)
    added = None
    if config.addition_embed_type == "text_time":
        added = {"text_embeds": randn(batch, 1280), "time_ids": torch.full((batch, 6), 600.0, device=device, dtype=dtype)}

    def run():
        out = unet(sample, 600, text, added_cond_kwargs=added).sample
        if device == "cuda":
            torch.cuda.synchronize()
        return out.float().cpu()

    return run


def decode(side):
    vae = diffusers.AutoencoderKL.from_pretrained(folder, subfolder="vae", torch_dtype=dtype).to(device)
    latents = torch.randn(1, 4, side, side, generator=torch.Generator().manual_seed(1)).to(device, dtype)
    return lambda: vae.decode(latents).sample.float().cpu()


def open_all():
    diffusers.StableDiffusionPipeline.from_pretrained(folder, torch_dtype=dtype, safety_checker=None).to(device)
    return lambda: None


WORKS = {
    "sd15-step": lambda: unet_step(2),
    "sdxl-step": lambda: unet_step(1),
    "decode-1024": lambda: decode(128),
    "decode-512": lambda: decode(64),
    "open": open_all,
}


def tell(since, output=None):
    line = {
        "seconds": time.perf_counter() - since[0],
        "cpuSeconds": time.process_time() - since[1],
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if output is not None:
        import base64

        line["output"] = base64.b64encode(output.numpy().tobytes()).decode()
    print(json.dumps(line), flush=True)


run = WORKS[kind]()
tell(started)
for line in sys.stdin:
    since = (time.perf_counter(), time.process_time())
    result = run()
    tell(since, result if line.strip() == "output" else None)
