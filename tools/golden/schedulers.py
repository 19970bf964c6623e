"""Writes test/golden/core/goldens/schedulers_more.{safetensors,json}: settings the shared golden set does not visit.

Run with torch 2.15.0, diffusers 0.42.1, safetensors 0.8.0 (CPU, one thread):  python tools/golden/schedulers.py
"""
import inspect
import json
from pathlib import Path

import diffusers
import safetensors
import torch
from safetensors.torch import save_file

torch.set_num_threads(1)
OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "core" / "goldens"
SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
SHAPE = (1, 4, 2, 3)


def model(x, t):
    return 0.1 * x * torch.cos(torch.as_tensor(float(t)) / 100)


def run(name, kind, config, steps, strength=None):
    generator = torch.Generator().manual_seed(1234)
    scheduler = getattr(diffusers, kind)(**config)
    scheduler.set_timesteps(steps)
    x0 = torch.randn(SHAPE, generator=generator)
    tensors = {"x0": x0}
    timesteps = scheduler.timesteps
    if strength is None:
        x = x0 * scheduler.init_noise_sigma
    else:
        start = max(steps - int(steps * strength), 0)
        timesteps = timesteps[start:]
        scheduler.set_begin_index(start)
        tensors["add_noise"] = torch.randn(SHAPE, generator=generator)
        x = scheduler.add_noise(x0, tensors["add_noise"], timesteps[:1])
    drawn, path = [], [x]
    module = inspect.getmodule(type(scheduler))
    original = getattr(module, "randn_tensor", None)

    def record(shape, **_):
        drawn.append(torch.randn(tuple(shape), generator=generator))
        return drawn[-1]

    if original is not None:
        module.randn_tensor = record
    for t in timesteps:
        out = model(scheduler.scale_model_input(x, t), t)
        x = scheduler.step(out, t, x).prev_sample
        path.append(x)
    if original is not None:
        module.randn_tensor = original
    sigmas = getattr(scheduler, "sigmas", None)
    if kind == "HeunDiscreteScheduler":
        # Two evaluations are one step: what lies between them is left out.
        timesteps = torch.cat([timesteps[:1], timesteps[1::2]])
        sigmas = torch.cat([sigmas[:1], sigmas[1::2]])
        path = [path[0], *path[2::2], path[-1]]
    tensors |= {"x": torch.stack(path), "timesteps": timesteps}
    if sigmas is not None:
        tensors["sigmas"] = sigmas
    if drawn:
        tensors["noise"] = torch.stack(drawn)
    sidecar = {"scheduler": kind, "config": config, "steps": steps, "strength": strength, "step_kwargs": {},
               "init_noise_sigma": float(scheduler.init_noise_sigma)}
    return {f"{name}/{key}": value.contiguous() for key, value in tensors.items()}, sidecar


DPM, UNIPC = "DPMSolverMultistepScheduler", "UniPCMultistepScheduler"
cases = {
    "dpmpp_3m": (DPM, {**SD, "solver_order": 3}, 20),
    "dpmpp_3m.short": (DPM, {**SD, "solver_order": 3}, 8),
    "dpmpp_3m.sigma_min": (DPM, {**SD, "solver_order": 3, "final_sigmas_type": "sigma_min"}, 20),
    "dpmpp_2m.heun.trailing": (DPM, {**SD, "solver_type": "heun", "timestep_spacing": "trailing"}, 16),
    "dpmpp_1m.sample": (DPM, {**SD, "solver_order": 1, "prediction_type": "sample"}, 6),
    "dpmpp_sde_2m.heun": (DPM, {**SD, "algorithm_type": "sde-dpmsolver++", "solver_type": "heun"}, 12),
    "dpmpp_2m.zero_snr": (DPM, {**SD, "rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}, 9),
    "dpmpp_2m.img2img": (DPM, {**SD, "use_karras_sigmas": True, "timestep_spacing": "leading"}, 17, 0.6),
    "unipc.bh1": (UNIPC, {**SD, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, 10),
    "unipc.order3": (UNIPC, {**SD, "solver_order": 3}, 10),
    "unipc.order3.bh1.no_corrector": (UNIPC, {**SD, "solver_order": 3, "solver_type": "bh1",
                                              "disable_corrector": [0, 1], "final_sigmas_type": "sigma_min"}, 10),
    "unipc.karras.sigma_min": (UNIPC, {**SD, "use_karras_sigmas": True, "final_sigmas_type": "sigma_min"}, 10),
    "unipc.sample.img2img": (UNIPC, {**SD, "prediction_type": "sample"}, 10, 0.5),
    "euler.zero_snr.v": ("EulerDiscreteScheduler", {**SD, "rescale_betas_zero_snr": True,
                         "prediction_type": "v_prediction", "timestep_spacing": "trailing"}, 7),
    "euler.sigma_min": ("EulerDiscreteScheduler", {**SD, "final_sigmas_type": "sigma_min"}, 10),
    "euler.1step.trailing": ("EulerDiscreteScheduler", {**SD, "timestep_spacing": "trailing"}, 1),
    "euler.linear_betas": ("EulerDiscreteScheduler", {"num_train_timesteps": 500}, 10),
    "euler_ancestral.16steps.trailing": ("EulerAncestralDiscreteScheduler",
                                         {**SD, "timestep_spacing": "trailing"}, 16),
    "ddim.clip": ("DDIMScheduler", {**SD, "clip_sample_range": 0.5}, 10),
    "ddim.sample.cosine": ("DDIMScheduler", {"beta_schedule": "squaredcos_cap_v2", "prediction_type": "sample"}, 10),
    "ddim.16steps.trailing": ("DDIMScheduler", {**SD, "clip_sample": False, "timestep_spacing": "trailing"}, 16),
    "ddim.64steps.trailing": ("DDIMScheduler", {**SD, "clip_sample": False, "timestep_spacing": "trailing"}, 64),
    "ddpm.large.trailing": ("DDPMScheduler", {**SD, "variance_type": "fixed_large", "clip_sample": False,
                                              "timestep_spacing": "trailing"}, 10),
    "ddpm.linspace": ("DDPMScheduler", {**SD, "clip_sample": False, "timestep_spacing": "linspace"}, 10),
    "lcm.clip.8steps": ("LCMScheduler", {"clip_sample": True, "clip_sample_range": 0.7}, 8),
    "edm.cosxl": ("EDMEulerScheduler", {"sigma_min": 0.002, "sigma_max": 120.0, "sigma_data": 1.0,
                  "prediction_type": "v_prediction", "sigma_schedule": "exponential"}, 12),
    "edm.karras.epsilon": ("EDMEulerScheduler", {}, 10),
    "edm.sigma_min": ("EDMEulerScheduler", {"final_sigmas_type": "sigma_min", "prediction_type": "v_prediction"}, 8),
    "edm.img2img": ("EDMEulerScheduler", {"sigma_max": 120.0, "sigma_data": 1.0, "prediction_type": "v_prediction",
                    "sigma_schedule": "exponential"}, 10, 0.6),
    "edm.1step.exponential": ("EDMEulerScheduler", {"sigma_schedule": "exponential"}, 1),
    "heun": ("HeunDiscreteScheduler", SD, 8),
    "heun.karras.v": ("HeunDiscreteScheduler", {**SD, "use_karras_sigmas": True, "prediction_type": "v_prediction"}, 7),
    "heun.leading.sample": ("HeunDiscreteScheduler", {**SD, "timestep_spacing": "leading", "steps_offset": 1,
                            "prediction_type": "sample"}, 5),
    "heun.trailing.defaults": ("HeunDiscreteScheduler", {"timestep_spacing": "trailing"}, 3),
    "heun.1step": ("HeunDiscreteScheduler", SD, 1),
    "pndm.sd.25steps": ("PNDMScheduler", {**SD, "skip_prk_steps": True, "steps_offset": 1}, 25),
}
tensors, sidecars = {}, {}
for name, (kind, config, steps, *strength) in cases.items():
    made, sidecars[name] = run(name, kind, config, steps, *strength)
    tensors |= made
versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__,
            "safetensors": safetensors.__version__}
OUT.mkdir(parents=True, exist_ok=True)
save_file(tensors, OUT / "schedulers_more.safetensors",
          metadata={"script": "tools/golden/schedulers.py", "seed": "1234", **versions})
(OUT / "schedulers_more.json").write_text(json.dumps({
    "set": "core", "name": "schedulers_more", "versions": versions, "made_by": "tools/golden/schedulers.py",
    "what": "Trajectories with the analytic model m(x,t) = 0.1*x*cos(t/100), x the scaled model input",
    "cases": sidecars, "tolerance": "max abs 1e-4 x max(1, max|x|)"}, indent=1) + "\n")
