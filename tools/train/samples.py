"""A sheet of pictures by the newest moving average: python samples.py OUT.webp [STEPS]

DDIM on v with guidance 4. The wishes are of the first words and none of the evaluation's.
"""

import os
import sys

import numpy as np
import torch
from PIL import Image, ImageDraw

import keep
import unet as trainer
from scenes import WORK

WISHES = """a cat in a meadow/a dog in the snow/a portrait of a woman/a castle in the mountains/an astronaut riding a horse/a sunset over the sea
a city at night/a red car on a road/a wizard in a forest/a dragon at sunset/a pizza in the kitchen/a boat on the sea
a robot and a banana/a bear wearing sunglasses/a fish under water/a rocket in space/a blue balloon/two owls at night""".replace(
    "\n", "/"
).split("/")
GUIDANCE, SIDE, COLUMNS, LABEL = 4.0, 256, 6, 16


@torch.no_grad()
def paint(wishes, steps, seed=7):
    unet, text, tokenizer = keep.averaged(os.path.join(WORK, "unet.pt"))
    autoencoder, factor = trainer.load_autoencoder()
    alphas = trainer.Losses(None, None, None).alphas

    def encoded(texts):
        return text(
            torch.tensor(tokenizer(texts, padding="max_length", truncation=True, max_length=trainer.TOKENS).input_ids)
        ).last_hidden_state

    context = torch.cat([encoded([""] * len(wishes)), encoded(wishes)])
    channels = autoencoder.config.latent_channels
    x = torch.randn(len(wishes), channels, trainer.LATENTS, trainer.LATENTS, generator=torch.Generator().manual_seed(seed))
    times = torch.linspace(999, 0, steps + 1).round().long()
    for t, after in zip(times[:-1], times[1:]):
        inputs = torch.cat([x, torch.zeros_like(x)], 1)
        without, with_text = unet(torch.cat([inputs, inputs]), t, context).sample.chunk(2)
        v = without + GUIDANCE * (with_text - without)
        a, b = alphas[t], alphas[after] if after > 0 else torch.ones(())
        x = b.sqrt() * (a.sqrt() * x - (1 - a).sqrt() * v) + (1 - b).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * x)
    y = torch.cat([autoencoder.decode(x[i : i + 4] / factor).sample for i in range(0, len(x), 4)])
    return ((y.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


def main(out, steps=20):
    pictures = paint(WISHES, steps)
    sheet = Image.new("RGB", (COLUMNS * SIDE, -(-len(WISHES) // COLUMNS) * (SIDE + LABEL)), "white")
    draw = ImageDraw.Draw(sheet)
    for n, (wish, picture) in enumerate(zip(WISHES, pictures)):
        x, y = n % COLUMNS * SIDE, n // COLUMNS * (SIDE + LABEL)
        sheet.paste(Image.fromarray(np.ascontiguousarray(picture)), (x, y))
        draw.text((x + 3, y + SIDE + 2), wish, fill="black")
    sheet.resize((sheet.width // 2, sheet.height // 2), Image.LANCZOS).save(out, quality=80)


if __name__ == "__main__":
    main(sys.argv[1], *(int(x) for x in sys.argv[2:]))
