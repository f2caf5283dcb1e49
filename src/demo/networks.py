"""The networks of the demo: a ResNet-50 of a quarter of the width, and Convolutional Hough Matching (Min & Cho 2021)."""
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.resnet import Bottleneck, ResNet



def resnet16(classes):
    """torchvision's ResNet-50 with 16 channels in the stem where the original has 64."""
    net = ResNet(Bottleneck, [1, 1, 1, 1], num_classes=classes)
    net.inplanes = 16
    net.conv1 = nn.Conv2d(3, 16, 7, 2, 3, bias=False)
    net.bn1 = nn.BatchNorm2d(16)
    net.layer1 = net._make_layer(Bottleneck, 16, 3)
    net.layer2 = net._make_layer(Bottleneck, 32, 4, stride=2)
    net.layer3 = net._make_layer(Bottleneck, 64, 6, stride=2)
    net.layer4 = net._make_layer(Bottleneck, 128, 3, stride=2)
    net.fc = nn.Linear(512, classes)
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
    for m in net.modules():
        if isinstance(m, Bottleneck):
            nn.init.zeros_(m.bn3.weight)
    return net


def layer3(net, images):
    """[B, 3, 240, 240] to [B, 256, 15, 15]"""
    x = net.maxpool(net.relu(net.bn1(net.conv1(images))))
    return net.layer3(net.layer2(net.layer1(x)))


def load_resnet16(file):
    state = torch.load(file)
    net = resnet16(len(state["fc.weight"]))
    net.load_state_dict({name: value.float() for name, value in state.items()})
    return net.eval()


def save(state, file, legacy=False):
    """Half floats, contiguous, as a plain dictionary of tensors."""
    def small(value):
        return value.half().contiguous() if value.is_floating_point() else value

    torch.save({name: small(value.detach()) for name, value in state.items()}, file, _use_new_zipfile_serialization=not legacy)
