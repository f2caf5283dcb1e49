package dev.chmcorr.image.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.image.folder.Roots.Judgement;
import dev.chmcorr.image.folder.Roots.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootsTest {
  @Test
  void aWrapperHoldsAllAndNoImageItself() {
    assertThat(wrapper("train/a/1.jpg", "train/b/x/2.jpg")).isEqualTo("train/");
    assertThat(wrapper("CUB/images/a/1.jpg", "CUB/images/b/1.jpg")).isEqualTo("CUB/images/");
    assertThat(wrapper("images/a/1.jpg", "images/1.jpg")).isEmpty();
    assertThat(wrapper("a/1.jpg", "b/1.jpg")).isEmpty();
    assertThat(wrapper("a/1.jpg")).isEmpty();
    assertThat(wrapper("images/robin/1.jpg", "images/robin/2.jpg")).isEqualTo("images/");
    assertThat(wrapper("train/a/1.jpg", "trainer/b/1.jpg")).isEmpty();
    assertThat(wrapper()).isEmpty();
  }

  @Test
  void foldersThatHoldImagesAreClasses() {
    assertThat(judge(List.of("a", "b"), "a/1.jpg", "b/1.jpg"))
        .isEqualTo(new Judgement(Verdict.CLASSES, List.of(), List.of()));
    assertThat(judge(List.of("a", "b", "c"), "a/1.jpg", "b/x/1.jpg"))
        .isEqualTo(new Judgement(Verdict.CLASSES, List.of(), List.of("c")));
  }

  /** torchvision takes these for classes, and they may be some. */
  @Test
  void foldersThatHoldOnlyFoldersMayBeClasses() {
    assertThat(judge(List.of(), "c0/a/1.jpg", "c0/b/1.jpg", "c1/a/1.jpg"))
        .isEqualTo(new Judgement(Verdict.NESTED, List.of("c0", "c1"), List.of()));
    assertThat(judge(List.of(), "CUB/images/a/1.jpg", "segmentations/a/1.png"))
        .isEqualTo(new Judgement(Verdict.NESTED, List.of("CUB"), List.of()));
    assertThat(judge(List.of(), "robin/a/1.jpg", "robin/b/1.jpg").verdict())
        .isEqualTo(Verdict.CLASSES);
  }

  /** As Tiny ImageNet has. */
  @Test
  void eachClassMayHoldAFolderOfImages() {
    assertThat(judge(List.of(), "c0/images/1.jpg", "c0/images/2.jpg", "c1/images/1.jpg").verdict())
        .isEqualTo(Verdict.CLASSES);
    assertThat(judge(List.of(), "c0/images/1.jpg", "c1/more/1.jpg").verdict())
        .isEqualTo(Verdict.NESTED);
    assertThat(judge(List.of(), "c0/images/1.jpg", "c0/images2/1.jpg", "c1/images/1.jpg").verdict())
        .isEqualTo(Verdict.NESTED);
    assertThat(judge(List.of(), "c0/images/a/1.jpg", "c1/images/a/1.jpg").verdict())
        .isEqualTo(Verdict.NESTED);
    assertThat(judge(List.of(), "c0/data/a/1.jpg", "c0/data/2.jpg", "c1/data/1.jpg").verdict())
        .isEqualTo(Verdict.NESTED);
  }

  @Test
  void splitsAreNoClasses() {
    assertThat(judge(List.of(), "train/a/1.jpg", "val/a/1.jpg"))
        .isEqualTo(new Judgement(Verdict.LEVEL_OFF, List.of("train", "val"), List.of()));
    assertThat(judge(List.of("annotations"), "train2017/a/1.jpg"))
        .isEqualTo(new Judgement(Verdict.LEVEL_OFF, List.of("train2017"), List.of("annotations")));
    // Of COCO's classes one is called train.
    assertThat(judge(List.of(), "train/a/1.jpg", "bus/1.jpg").verdict()).isEqualTo(Verdict.CLASSES);
    assertThat(judge(List.of(), "train/a/1.jpg", "bus/a/1.jpg").verdict())
        .isEqualTo(Verdict.NESTED);
  }

  @Test
  void whatIsBesideImagesIsNoClass() {
    assertThat(judge(List.of("parts", "attributes"), "images/a/1.jpg", "images/b/1.jpg"))
        .isEqualTo(
            new Judgement(Verdict.LEVEL_OFF, List.of("images"), List.of("attributes", "parts")));
    assertThat(judge(List.of(), "Images/a/1.jpg", "masks/a/1.png").meant())
        .containsExactly("Images");
    assertThat(judge(List.of(), "images/a/1.jpg", "samples/1.png").meant())
        .containsExactly("images");
    assertThat(judge(List.of("notes"), "birds/a/1.jpg").meant()).containsExactly("birds");
  }

  private static String wrapper(String... names) {
    return Roots.wrapper(List.of(names));
  }

  private static Judgement judge(List<String> folders, String... names) {
    return Roots.judge(folders, List.of(names));
  }

  @Test
  void partsThatHoldImagesThemselvesAreNoClasses() {
    Judgement splits = Roots.judge(List.of(), List.of("train/1.jpg", "test/2.jpg"));

    assertThat(splits.verdict()).isEqualTo(Verdict.PARTS);
    assertThat(splits.meant()).containsExactly("test", "train");
    // A train may be a class.
    assertThat(judge(List.of(), "train/1.jpg", "bus/2.jpg").verdict()).isEqualTo(Verdict.CLASSES);
    assertThat(judge(List.of(), "train/1.jpg").verdict()).isEqualTo(Verdict.CLASSES);
    assertThat(judge(List.of(), "photos/1.jpg").verdict()).isEqualTo(Verdict.PARTS);
  }

  @Test
  void whatLiesBesideImagesIsAPartToo() {
    assertThat(judge(List.of(), "images/1.jpg", "masks/1.png"))
        .isEqualTo(new Judgement(Verdict.PARTS, List.of("images", "masks"), List.of()));
    assertThat(judge(List.of("annotations"), "images/1.jpg", "readme/1.png").verdict())
        .isEqualTo(Verdict.PARTS);
    assertThat(judge(List.of(), "images/1.jpg", "annotations/trimaps/1.png").meant())
        .containsExactly("images");
    assertThat(judge(List.of(), "cars_train/1.jpg", "cars_test/1.jpg").verdict())
        .isEqualTo(Verdict.PARTS);
    assertThat(judge(List.of(), "train_steam/1.jpg", "train_diesel/1.jpg").verdict())
        .isEqualTo(Verdict.CLASSES);
    assertThat(judge(List.of(), "masks/1.png", "helmets/1.png").verdict())
        .isEqualTo(Verdict.CLASSES);
  }

  /** As detectors are trained on: images/train/1.jpg beside labels/train/1.txt. */
  @Test
  void aFolderThatIsMeantMayHoldPartsItself() {
    assertThat(judge(List.of("labels"), "images/train/1.jpg", "images/val/2.jpg"))
        .isEqualTo(
            new Judgement(Verdict.PARTS, List.of("images/train", "images/val"), List.of("labels")));
    assertThat(judge(List.of("labels"), "images/train/a/1.jpg", "images/val/a/2.jpg").meant())
        .containsExactly("images/train", "images/val");
    assertThat(judge(List.of("labels"), "images/a/1.jpg", "images/b/2.jpg").meant())
        .containsExactly("images");
  }
}
