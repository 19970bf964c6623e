"""Keeps where training stands in the repository: moving averages in fp16, and their logs.

python keep.py autoencoder        -> state/autoencoder (1 MB)
python keep.py unet               -> state/unet (17 MB: keep it when it is worth that)
"""

import json
import os
import shutil
import sys

import torch

import autoencoder
import unet as trainer
import words
from scenes import STATE, WORK


def keep_autoencoder():
    model = autoencoder.AutoencoderTiny.from_pretrained(os.path.join(WORK, "autoencoder"), torch_dtype=torch.float16)
    model.save_pretrained(os.path.join(STATE, "autoencoder"))
    shutil.copy(os.path.join(WORK, "autoencoder.json"), STATE)


def averaged(path):
    """U-Net and text encoder with the moving average of a checkpoint; pictures are folded into the token embeddings."""
    s = torch.load(path, weights_only=False)
    tokenizer = words.load()
    unet, text = trainer.build(tokenizer, s["unet"]["conv_out.bias"].shape[0])
    trainer.pictured(text, tokenizer)
    params = list(unet.parameters()) + list(text.parameters())
    for p, value in zip(params, s["average"]):
        p.data.copy_(value)
    trainer.plain(text)
    return unet.eval(), text.eval(), tokenizer


def keep_unet():
    unet, text, _ = averaged(os.path.join(WORK, "unet.pt"))
    unet.half().save_pretrained(os.path.join(STATE, "unet/unet"))
    text.half().save_pretrained(os.path.join(STATE, "unet/text_encoder"))
    shutil.copy(os.path.join(WORK, "unet.json"), STATE)


if __name__ == "__main__":
    os.makedirs(STATE, exist_ok=True)
    {"autoencoder": keep_autoencoder, "unet": keep_unet}[sys.argv[1]]()
    print(json.dumps(json.load(open(os.path.join(STATE, sys.argv[1] + ".json")))))
