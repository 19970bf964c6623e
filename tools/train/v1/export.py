"""work/unet.pt (moving average) -> the diffusers folder, fp16.

    python export.py [--out DIR] [--checkpoint unet.pt]"""
import argparse, json, os, shutil, torch
from diffusers import AutoencoderTiny, EulerAncestralDiscreteScheduler
from train_unet import HERE, MODEL, WORK, grow_embeddings, load


def export(out, checkpoint='unet.pt'):
    tok, te, un = load(); grow_embeddings(te, tok)
    s = torch.load(WORK + '/' + checkpoint, weights_only=False)
    for p, e in zip(list(un.parameters()) + list(te.parameters()), s['ema']): p.data.copy_(e)
    os.makedirs(out, exist_ok=True)
    un.half().save_pretrained(out + '/unet'); te.half().save_pretrained(out + '/text_encoder')
    if os.path.abspath(out) != os.path.abspath(MODEL):
        shutil.copytree(MODEL + '/tokenizer', out + '/tokenizer', dirs_exist_ok=True)
        shutil.copytree(MODEL + '/vae', out + '/vae', dirs_exist_ok=True)
        shutil.copytree(MODEL + '/scheduler', out + '/scheduler', dirs_exist_ok=True); shutil.copy(MODEL + '/model_index.json', out)
    if os.path.exists(WORK + '/decoder.pt'):                  # train_decoder.py: the encoder, so the latents, stay what they were
        vae = AutoencoderTiny.from_pretrained(MODEL + '/vae', torch_dtype=torch.float32, low_cpu_mem_usage=False)
        vae.decoder.load_state_dict(torch.load(WORK + '/decoder.pt')['ema']); vae.half().save_pretrained(out + '/vae')
    print('step', s['step'], 'scenes', s['seen'], 'bytes', sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(out) for f in fs if not d.startswith(os.path.join(out, 'train'))))


if __name__ == '__main__':
    q = argparse.ArgumentParser(); q.add_argument('--out', default=HERE + '/../../../models/pocket'); q.add_argument('--checkpoint', default='unet.pt'); a = q.parse_args()
    export(a.out, a.checkpoint)
