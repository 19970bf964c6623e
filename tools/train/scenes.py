"""Scenes and edits from the drawing program (tools/scenes/stream.ts), read through a pipe."""

import dataclasses
import json
import os
import subprocess

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.environ.get("POCKET_WORK", os.path.join(HERE, "work"))
STATE = os.path.join(HERE, "state")

SIDE, CELLS, LATENTS, THINGS = 256, 16, 32, 4
TRAINING, VALIDATION = 1_000_000, 90_000  # first seeds; 100,000 to 199,999 are held out and never read here


@dataclasses.dataclass
class Item:
    """A scene (one picture) or an edit (two)."""

    text: str
    spans: list  # nouns: start, end, things (0..3 of the first picture, 4..7 of the second)
    things: list  # per picture: word, color, box in pixels
    pictures: np.ndarray  # uint8 [1 or 2, 256, 256, 3]
    masks: np.ndarray  # uint8 [1 or 2, 4, 16, 16]
    matters: np.ndarray  # uint8 [32, 32]: the things, or what the edit changes

    @property
    def is_edit(self):
        return len(self.pictures) == 2


class Scenes:
    """An iterator over `Item`s; its process ends with it."""

    def __init__(self, seed, words=None, edits=0.4, single=0.0, count=None):
        command = ["node", "--import", "tsx", "tools/scenes/stream.ts", "--seed", str(seed), "--edits", str(edits), "--single", str(single)]
        command += ["--words", str(words)] if words else []
        command += ["--count", str(count)] if count else []
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=1 << 20, start_new_session=True)

    def __iter__(self):
        return self

    def __next__(self):
        start = self.process.stdout.read(4)
        if len(start) < 4:
            raise StopIteration
        head = json.loads(self.process.stdout.read(int.from_bytes(start, "little")))
        n, pixels, cells = head["pictures"], SIDE * SIDE * 3, THINGS * CELLS * CELLS
        body = np.frombuffer(self.process.stdout.read(n * (pixels + cells) + LATENTS * LATENTS), np.uint8)
        each = body[: n * (pixels + cells)].reshape(n, pixels + cells)
        return Item(
            text=head["text"],
            spans=head["spans"],
            things=head["things"],
            pictures=each[:, :pixels].reshape(n, SIDE, SIDE, 3),
            masks=each[:, pixels:].reshape(n, THINGS, CELLS, CELLS),
            matters=body[n * (pixels + cells) :].reshape(LATENTS, LATENTS),
        )

    def close(self):
        self.process.kill()


def read(seed, count, **options):
    """The next `count` items from `seed` on."""
    return list(Scenes(seed, count=count, **options))
