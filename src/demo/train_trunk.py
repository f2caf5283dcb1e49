"""Trains the narrow ResNet-50 as a classifier of birds that the demo never shows. Usage: train_trunk.py BIRDS OUT.pth

One thread, channels last, bfloat16 where autocast allows: 5 ms an image of side 112 here, half of plain float32.
"""
import sys, time

import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T

import birds
from networks import layer3, resnet16, save

# Small pictures first, at a quarter of the cost. (side, epochs, peak learning rate)
STAGES = [(112, 8, 4e-3), (208, 2, 1e-3)]


class Pictures(Dataset):
    """Kept decoded, shorter side 9/7 of the network's."""

    def __init__(self, root, split, side, transform):
        shrink, self.transform = T.Resize(side * 9 // 7), T.Compose(transform + birds.TO_INPUT)
        self.pictures = [(birds.load(path, shrink), label) for path, label in birds.images(root, split)]

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, i):
        return self.transform(self.pictures[i][0]), self.pictures[i][1]


def loss_of(net, images, labels):
    """Cross entropy of the whole picture and, half as heavy, of each cell of layer 4 that is more active than the mean.

    The cells are what correspondences compare: each is to know the species, not only their average.
    """
    with torch.cpu.amp.autocast():
        cells = net.layer4(layer3(net, images)).flatten(2).transpose(1, 2)
    cells = cells.float()
    strength = cells.norm(dim=2)
    active = strength > strength.mean(1, keepdim=True)
    each = F.cross_entropy(net.fc(cells[active]), labels[:, None].expand_as(active)[active], label_smoothing=0.1)
    return F.cross_entropy(net.fc(cells.mean(1)), labels, label_smoothing=0.1) + 0.5 * each


def batches(pictures, shuffle):
    for images, labels in DataLoader(pictures, batch_size=32, shuffle=shuffle, drop_last=shuffle):
        yield images.to(memory_format=torch.channels_last), labels


def train(net, root, side, epochs, rate):
    crop = T.RandomResizedCrop(side, scale=(0.4, 1.0))
    pictures = Pictures(root, "train", side, [crop, T.RandomHorizontalFlip()])
    held_out = Pictures(root, "val", side, [T.Resize(side * 8 // 7), T.CenterCrop(side)])
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=epochs * (len(pictures) // 32), pct_start=0.2)
    for epoch in range(epochs):
        start, processor, total = time.time(), time.process_time(), []
        net.train()
        for images, labels in batches(pictures, shuffle=True):
            loss = loss_of(net, images, labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total.append(loss.item())
        print(f"side {side} epoch {epoch + 1}: loss {sum(total) / len(total):.3f}, {accuracy(net, held_out):.1%} of the held-out, "
              f"{time.time() - start:.0f} s, processor {time.process_time() - processor:.0f} s", flush=True)


@torch.no_grad()
def accuracy(net, pictures):
    net.eval()
    right = [(net(images).argmax(1) == labels).float() for images, labels in batches(pictures, shuffle=False)]
    return torch.cat(right).mean().item()


if __name__ == "__main__":
    root, out = sys.argv[1:3]
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net = resnet16(birds.images(root, "train")[-1][1] + 1).to(memory_format=torch.channels_last)
    for side, epochs, rate in STAGES:
        train(net, root, side, epochs, rate)
        save(net.state_dict(), out)
