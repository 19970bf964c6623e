"""Grows the tokenizer in place: old ids stay what they are, new words are appended (vocabulary and merges).

    python tokenizer.py TOKENIZER_DIR
"""
import json, re, sys
from transformers import CLIPTokenizer
import scenes


def words():
    w = set('small little tiny big large huge bigger larger smaller enlarge shrink move two three four next side day daytime then exchange place insert '
            'out picture a an the and of on in at to from with please it them'.split())
    for t in scenes.REPLACE_T + scenes.RECOLOR_T + scenes.REMOVE_T + scenes.ADD_T + scenes.DAY + [x for d in (scenes.BG_PHRASE, scenes.BG_EDIT, scenes.WHERE) for v in d.values() for x in v]:
        w |= set(re.findall(r'[a-z]+', t.format(a='', b='', c='', w='', it='')))
    nouns = scenes.OBJECTS + [s for v in scenes.SYNONYMS.values() for s in v]
    return sorted(w | set(nouns) | {scenes.PLURALS.get(n, n + 's') for n in nouns} | set(scenes.COLORS))


def grow(folder):
    vocab = json.load(open(folder + '/vocab.json'))
    merges = [tuple(x.split(' ')) for x in open(folder + '/merges.txt').read().split('\n')[1:] if x]
    old = dict(vocab)
    for _ in range(8):
        tok = CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=32)
        todo = [w for w in words() if len(tok(w).input_ids) != 3]
        if not todo: break
        for w in todo:
            p = tok.tokenize(w)
            vocab.setdefault(p[0] + p[1], len(vocab)); merges.append((p[0], p[1]))
        merges = list(dict.fromkeys(merges))
    assert all(vocab[k] == v for k, v in old.items()) and not todo, todo
    tok.save_pretrained(folder)
    json.dump(vocab, open(folder + '/vocab.json', 'w'))
    open(folder + '/merges.txt', 'w').write('#version: 0.2\n' + '\n'.join(' '.join(x) for x in merges) + '\n')
    print(len(old), '->', len(vocab), 'tokens;', tok('replace the kitties with two puppies, then move the automobile').input_ids)


if __name__ == '__main__':
    grow(sys.argv[1])
