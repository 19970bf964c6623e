"""A step by stable-diffusion.cpp, as bench/work.ts does it: peer-stable-diffusion-cpp.py KIND FOLDER THREADS."""

import json
import os
import resource
import sys
import time

started = (time.perf_counter(), time.process_time())
folder, threads = sys.argv[2:4]
# The library writes its own lines to standard output, and mutes it while it works.
out = os.fdopen(os.dup(1), "w")

from stable_diffusion_cpp import StableDiffusion  # noqa: E402

# More than anybody asks for: the picture is never finished. The library also counts tensors with this callback.
STEPS = 999
since = started


def tell():
    line = {
        "seconds": time.perf_counter() - since[0],
        "cpuSeconds": time.process_time() - since[1],
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(line), file=out, flush=True)


def between_steps(step, steps, _):
    """Tells about the step that has ended and holds the next one back until a line comes in."""
    global since
    if steps != STEPS:
        return
    tell()
    if not sys.stdin.readline():
        os._exit(0)
    since = (time.perf_counter(), time.process_time())


# Flash attention is the faster of its two ways (measured); the weights stay float16, as they are stored.
model = StableDiffusion(model_path=folder, n_threads=int(threads), diffusion_flash_attn=True, verbose=False)
# A guidance scale above 1: text and no text, two rows.
model.generate_image(
    prompt="a cat",
    width=512,
    height=512,
    cfg_scale=7.5,
    sample_method="euler",
    sample_steps=STEPS,
    seed=1,
    progress_callback=between_steps,
)
