"""A step by stable-diffusion.cpp, as tools/bench/work.ts does it: peer-stable-diffusion-cpp.py KIND FILE THREADS."""

import json
import os
import resource
import sys
import time

started = (time.perf_counter(), time.process_time())
file, threads = sys.argv[2], int(sys.argv[3])
# More than anybody asks for: the picture is never finished.
STEPS = 999
since = started
# The library writes lines of its own to standard output, and closes it while it works.
out = os.fdopen(os.dup(1), "w")


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
    # The library counts the tensors that it loads with the same callback.
    if steps != STEPS:
        return
    tell()
    if not sys.stdin.readline():
        os._exit(0)
    since = (time.perf_counter(), time.process_time())


# Guidance above 1: text and no text, two rows.
picture = {"prompt": "a cat", "width": 512, "height": 512, "cfg_scale": 7.5, "sample_steps": STEPS, "seed": 1}

try:
    # Built here, for this processor.
    from stable_diffusion_cpp import StableDiffusion
except ImportError:
    # A wheel, for every processor with AVX2.
    from cyllama import sd

    sd.set_progress_callback(between_steps)
    context = sd.SDContext(sd.SDContextParams(model_path=file, n_threads=threads))
    context.generate(sample_method=sd.SampleMethod.EULER, **picture)
else:
    model = StableDiffusion(model_path=file, n_threads=threads, verbose=False)
    model.generate_image(sample_method="euler", progress_callback=between_steps, **picture)
