package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedImagesTest {
  private static ImageRef image(int id) {
    String className = "n%08d".formatted(1440764 + id / 10);
    return new ImageRef(
        id,
        "/data/train/%s/%s_%d.JPEG".formatted(className, className, 37L * id % 1000),
        className,
        id / 10,
        new FileVersion(110_000 + 7919L * id % 50_000, 1_600_000_000_000L + id));
  }

  private static List<ImageRef> images(int count) {
    return IntStream.range(0, count).mapToObj(PackedImagesTest::image).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 1021})
  void areThoseThatWerePacked(int count) {
    List<ImageRef> images = images(count);

    List<ImageRef> packed = PackedImages.of(images);

    assertThat(packed).hasSize(count).containsExactlyElementsOf(images);
    assertThat(IntStream.range(0, count).mapToObj(packed::get).toList()).isEqualTo(images);
    assertThat(packed.stream().toList()).isEqualTo(images);
    assertThat(packed).isEqualTo(images);
  }

  @Test
  void keepWhateverNamesAndNumbersThereAre() {
    List<ImageRef> images =
        List.of(
            new ImageRef(Integer.MAX_VALUE, "", null, 0),
            new ImageRef(
                7, "a/\uD800\u00FC\u9CE5.jpg", "a", 3, new FileVersion(Long.MAX_VALUE, -1)),
            new ImageRef(0, "a", "", 0, new FileVersion(0, Long.MIN_VALUE)),
            new ImageRef(1, "a/b/c", null, Integer.MAX_VALUE),
            new ImageRef(2, "a/b", "a", 0));

    assertThat(PackedImages.of(images)).containsExactlyElementsOf(images);
  }

  @Test
  void blocksHoldThemAll() {
    List<ImageRef> images = new ArrayList<>();

    PackedImages.of(images(70))
        .blocks()
        .forEach(block -> PackedImages.images(block).forEachRemaining(images::add));

    assertThat(images).isEqualTo(images(70));
  }

  /** Of a real data set's names; the objects take 160 bytes. */
  @Test
  void takeLittleRoom() {
    PackedImages packed = PackedImages.of(images(100_000));

    long bytes = packed.blocks().stream().mapToLong(block -> block.length + 24).sum();
    assertThat(bytes / packed.size()).isLessThan(25);
  }

  @Test
  void thereIsNoneBeyondTheLast() {
    PackedImages packed = PackedImages.of(images(3));

    assertThatThrownBy(() -> packed.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> PackedImages.of(List.of()).iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }
}
