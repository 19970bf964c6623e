"""The tokenizer of version 2: version 1's, grown so that every word the drawing program says is one token. Old ids stay.

python words.py        -> work/tokenizer
"""

import json
import os
import re

from transformers import CLIPTokenizer

from scenes import ROOT, WORK

MATERIAL = json.load(open(os.path.join(ROOT, "tools/scenes/material/material.json")))
SAID = """a an the and of on in at to from with by for it them wearing riding under below over above flying next beside behind front left right
side middle center top sitting two three four 2 3 4 pair small little tiny big large huge giant portrait face close up selfie picture draw paint
photo image drawing replace turn change swap make into color remove delete erase get rid take away out add put place move smaller bigger larger
shrink enlarge background red orange yellow green blue purple pink brown white black"""
IRREGULAR = "men women wolves leaves mice knives geese snowmen policemen firemen"


def words():
    """Every word in singular and, good enough for the tokenizer, every plural there may be."""
    found = set(SAID.split()) | set(IRREGULAR.split())
    for place in MATERIAL["places"]:
        found |= {w for phrase in place["phrases"] + place["scenes"] for w in re.findall("[a-z0-9]+", phrase)}
    for thing in MATERIAL["things"]:
        for name in [thing["word"], *thing["synonyms"]]:
            last = name.split()[-1]
            found |= set(re.findall("[a-z0-9]+", name))
            found.add(
                last + "es" if re.search("(s|x|ch|sh)$", last) else last[:-1] + "ies" if re.search("[^aeiou]y$", last) else last + "s"
            )
    return sorted(w for w in found if re.fullmatch("[a-z0-9]+", w))


def grow(old, out):
    """Merges and vocabulary with an entry for each word that was several tokens."""
    vocab = json.load(open(old + "/vocab.json"))
    merges = [tuple(line.split(" ")) for line in open(old + "/merges.txt").read().split("\n")[1:] if line]
    first = dict(vocab)
    for _ in range(12):
        tokenizer = CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=32)
        parts = [tokenizer.tokenize(w) for w in words()]
        if all(len(p) == 1 for p in parts):
            break
        for p in parts:
            if len(p) > 1:
                vocab.setdefault(p[0] + p[1], len(vocab))
                merges.append((p[0], p[1]))
        merges = list(dict.fromkeys(merges))
    assert all(vocab[k] == i for k, i in first.items())
    os.makedirs(out, exist_ok=True)
    tokenizer.save_pretrained(out)
    json.dump(vocab, open(out + "/vocab.json", "w"))
    open(out + "/merges.txt", "w").write("#version: 0.2\n" + "\n".join(" ".join(m) for m in merges) + "\n")
    left = [w for w in words() if len(tokenizer.tokenize(w)) != 1]
    print(len(first), "->", len(vocab), "tokens;", len(words()), "words; several tokens:", left)


def load():
    path = os.path.join(WORK, "tokenizer")
    if not os.path.exists(path + "/vocab.json"):
        grow(os.path.join(ROOT, "models/pocket/tokenizer"), path)
    return CLIPTokenizer.from_pretrained(path)


if __name__ == "__main__":
    load()
