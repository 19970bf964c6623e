"""The newest weights as a diffusers folder in fp16, which Limner loads: python export.py OUT

Its card is version 1's with other latents and without a vocabulary: a word is listed only when it was measured.
"""

import json
import os
import shutil
import sys

from diffusers import EulerAncestralDiscreteScheduler

import keep
import unet as trainer
from scenes import ROOT, WORK


def main(out):
    unet, text, _ = keep.averaged(os.path.join(WORK, "unet.pt"))
    autoencoder, _ = trainer.load_autoencoder()
    unet.half().save_pretrained(out + "/unet")
    text.half().save_pretrained(out + "/text_encoder")
    autoencoder.half().save_pretrained(out + "/vae")
    shutil.copytree(os.path.join(WORK, "tokenizer"), out + "/tokenizer", dirs_exist_ok=True)
    EulerAncestralDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,
    ).save_pretrained(out + "/scheduler")
    parts = dict(
        unet=["diffusers", "UNet2DConditionModel"],
        vae=["diffusers", "AutoencoderTiny"],
        text_encoder=["transformers", "CLIPTextModel"],
        tokenizer=["transformers", "CLIPTokenizer"],
        scheduler=["diffusers", "EulerAncestralDiscreteScheduler"],
        safety_checker=[None, None],
        feature_extractor=[None, None],
    )
    json.dump(dict(_class_name="StableDiffusionInstructPix2PixPipeline", **parts), open(out + "/model_index.json", "w"), indent=1)
    card = json.load(open(os.path.join(ROOT, "models/pocket/card.json")))
    card.pop("vocabulary", None)
    card["family"]["latentChannels"] = autoencoder.config.latent_channels
    json.dump(card | dict(name="pocket2", title="Pocket, version 2 (in training)"), open(out + "/card.json", "w"), indent=2)


if __name__ == "__main__":
    main(sys.argv[1])
