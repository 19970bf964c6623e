"""What both trainers share: Muon, the moving average, and workers that average their weights through files."""

import os
import time

import torch


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalized by Newton-Schulz steps, of about AdamW's step size (Jordan et al. 2024; Moonlight's scale)."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group["momentum"])
                u = p.grad.lerp(m, group["momentum"]).reshape(len(p), -1)
                shapes.setdefault(u.shape, []).append((p, u))
            for shape, updates in shapes.items():
                x = orthogonalized(torch.stack([u for _, u in updates]))
                for (p, _), u in zip(updates, x):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(u.reshape(p.shape), alpha=-group["lr"] * 0.2 * max(shape) ** 0.5)


def orthogonalized(x):
    """[n, rows, columns] -> about the nearest orthogonal matrices, by five quintic Newton-Schulz steps."""
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.mT if tall else x


def optimizers(named, lr, rest_lr=None):
    """Muon for hidden matrices, AdamW for thin ones, embeddings, norms and biases."""
    hidden = [
        p for k, p in named if p.ndim >= 2 and min(p.shape[:2]) >= 16 and not any(s in k for s in ("conv_in", "conv_out", "embedding"))
    ]
    ids = {id(p) for p in hidden}
    rest = [p for _, p in named if id(p) not in ids]
    made = [Muon(hidden, lr=lr), torch.optim.AdamW(rest, lr=rest_lr or lr, betas=(0.9, 0.99), weight_decay=0.0)]
    for o in made:
        for group in o.param_groups:
            group["base"] = group["lr"]
    return made


def resume(opts, states):
    """Loads kept states; the learning rates stay those asked for now."""
    for o, state in zip(opts, states):
        rates = [group["base"] for group in o.param_groups]
        o.load_state_dict(state)
        for group, rate in zip(o.param_groups, rates):
            group["base"] = rate


def set_rate(opts, share):
    for o in opts:
        for group in o.param_groups:
            group["lr"] = group["base"] * share


class Average:
    """Moving average of weights; `swap` puts it into the model and back."""

    def __init__(self, params, longest=0.998):
        self.params, self.longest = list(params), longest
        self.values = [p.detach().clone() for p in self.params]

    def update(self, step):
        torch._foreach_lerp_(self.values, [p.detach() for p in self.params], 1 - min(self.longest, (1 + step) / (10 + step)))

    def swap(self):
        for p, value in zip(self.params, self.values):
            p.data, value.data = value.data, p.data


class Exchange:
    """Two workers, one core each: every `every` steps each writes its weights and takes the mean with the other's newest. Nobody waits."""

    def __init__(self, folder, name, worker, params, every=30):
        self.mine, self.other = (os.path.join(folder, f"share-{name}-{w}.pt") for w in (worker, 1 - worker))
        self.params, self.every, self.met = list(params), every, time.time()

    def update(self, step):
        if step % self.every:
            return
        torch.save([p.detach() for p in self.params], self.mine + ".tmp")
        os.replace(self.mine + ".tmp", self.mine)
        if os.path.exists(self.other) and os.path.getmtime(self.other) > self.met:
            self.met = os.path.getmtime(self.other)
            torch._foreach_lerp_([p.data for p in self.params], torch.load(self.other), 0.5)


def save(path, state):
    """Whole or not at all: a kill in between leaves the old file."""
    torch.save(state, path + ".tmp")
    os.replace(path + ".tmp", path)
