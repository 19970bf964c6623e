"""Gold of transformers' SamImageProcessor for test/detection/sam.test.ts: python tools/golden/sam.py > test/detection/gold/sam.json

Made with transformers 5.23.0, Pillow 13.0.0, torch 2.15.0. Small sizes (32 in place of 1024) keep the file small.
"""

import json

import numpy as np
import torch
from PIL import Image
from transformers.models.sam.image_processing_pil_sam import SamImageProcessorPil

SIDE = 32
processor = SamImageProcessorPil(
    size={"longest_edge": SIDE}, pad_size={"height": SIDE, "width": SIDE}
)
random = np.random.default_rng(7)
cases = []
for width, height in [(20, 13), (50, 37), (31, 64)]:
    picture = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    inputs = processor(Image.fromarray(picture), return_tensors="pt")
    logits = torch.from_numpy(random.normal(size=(1, 3, 8, 8)).astype(np.float32))
    masks = processor.post_process_masks(
        [logits], inputs["original_sizes"], inputs["reshaped_input_sizes"]
    )
    cases.append(
        {
            "width": width,
            "height": height,
            "picture": picture.reshape(-1).tolist(),
            "reshaped": inputs["reshaped_input_sizes"][0].tolist(),
            "pixel_values": [round(float(v), 5) for v in inputs["pixel_values"].reshape(-1)],
            "logits": [round(float(v), 6) for v in logits[0, 1].reshape(-1)],
            "mask": masks[0][0, 1].int().reshape(-1).tolist(),
        }
    )
print(json.dumps({"side": SIDE, "cases": cases}))
