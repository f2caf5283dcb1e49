"""Images to network inputs, as torchvision does it."""

from PIL import Image
from torchvision import transforms as T

NORMALISED = [T.ToTensor(), T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]

KNN = T.Compose([T.Resize(256), T.CenterCrop(224)])
CHM = T.Compose([T.Resize(240), T.CenterCrop(240)])
LAYER4_QUERY = T.Compose([CHM, T.Resize((224, 224))])
LAYER4_CANDIDATE = KNN


def read(path):
    with Image.open(path) as image:
        return image.convert("RGB")


def tensor(transform, image):
    """float32 [3, side, side], ImageNet-normalised."""
    return T.Compose([transform, *NORMALISED])(image)
