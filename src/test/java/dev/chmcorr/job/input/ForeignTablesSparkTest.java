package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.store.StoredImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that Python wrote; resources/dev/chmcorr/job/tables/tables.py is what wrote them. */
class ForeignTablesSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @ParameterizedTest
  @CsvSource({
    "datasets, 0/0.png, 1/5.png",
    "datasets-nameless, 0/datasets-nameless.parquet-0000000000.jpg, 1/datasets-nameless.parquet-0000000005.jpg",
    "pyarrow-snappy, 10-wren/0.png, 9-finch/5.png",
    "pyarrow-gzip, 10-wren/0.png, 9-finch/5.png",
    "pyarrow-lz4, 10-wren/0.png, 9-finch/5.png",
    "pyarrow-zstd, 10-wren/0.png, 9-finch/5.png"
  })
  void givesTheImagesInTheirClasses(String table, String first, String last) throws IOException {
    ImageListing listing = list(table);

    assertThat(listing.images()).extracting(this::red).containsExactly(0, 2, 4, 1, 3, 5);
    assertThat(listing.images()).extracting(ImageRef::label).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(listing.name(listing.images().get(0))).isEqualTo(first);
    assertThat(listing.name(listing.images().get(5))).isEqualTo(last);
  }

  @Test
  void aCodecThatSparkLacksIsNamed() {
    assertThatThrownBy(() -> list("pyarrow-brotli"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot unpack --val file:" + folder)
        .hasMessageContaining("Brotli");
  }

  private ImageListing list(String table) throws IOException {
    Path file = folder.resolve(table + ".parquet");
    try (InputStream in = getClass().getResourceAsStream("tables/" + file.getFileName())) {
      Files.copy(in, file);
    }
    JobContext context = spark.context();
    ImageInput input = ImageInput.of(context.store(), "--val", file.toString());
    return ImageLister.list(context, input, InputOptions.unpackedTo(folder + "/out"), null);
  }

  /** The red of an image's first pixel. */
  private int red(ImageRef image) {
    try {
      byte[] png = new StoredImages(spark.context().store()).read(image.path(), 1000, Map.of());
      return new ImageDecoder().decode(png).data()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
