package dev.chmcorr.domain;

/**
 * Which transform each network input goes through: {@code SINGLE} for ImageNet, ImageNet-R,
 * ImageNet-Sketch and CUB, {@code MULTI} for DAmageNet and Adversarial Patch.
 */
public enum TransformSet {
  SINGLE(
      ImageTransform.RESIZE256_CROP224,
      ImageTransform.RESIZE240_CROP240,
      ImageTransform.RESIZE240_CROP240_RESIZE224X224),
  MULTI(
      ImageTransform.RESIZE224_CROP224, ImageTransform.RESIZE240X240, ImageTransform.RESIZE224X224);

  private final ImageTransform knnQuery;
  private final ImageTransform chmQuery;
  private final ImageTransform layer4Query;

  TransformSet(ImageTransform knnQuery, ImageTransform chmQuery, ImageTransform layer4Query) {
    this.knnQuery = knnQuery;
    this.chmQuery = chmQuery;
    this.layer4Query = layer4Query;
  }

  /** Input of the embedding network: 224 x 224. */
  public ImageTransform knn(Split split) {
    return split == Split.GALLERY ? ImageTransform.RESIZE256_CROP224 : knnQuery;
  }

  /** Input of the Hough matching backbone: 240 x 240. */
  public ImageTransform chm(Split split) {
    return split == Split.GALLERY ? ImageTransform.RESIZE240_CROP240 : chmQuery;
  }

  /** Input of the network whose layer-4 cells are compared: 224 x 224. */
  public ImageTransform layer4(Split split) {
    return split == Split.GALLERY ? ImageTransform.RESIZE256_CROP224 : layer4Query;
  }
}
