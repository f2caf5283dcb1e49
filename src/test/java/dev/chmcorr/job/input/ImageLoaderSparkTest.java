package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void anImageThatDoesNotFitInMemoryIsNoBrokenOne() throws IOException {
    Path file = folder.resolve("huge.ppm");
    HugeImage.write(file);
    TaskMeter meter = new TaskMeter();
    ImageLoader loader = new ImageLoader(reader(), 1, meter);

    List<byte[]> ballast = HugeImage.ballast();
    ImageLoader.Loaded loaded = loader.load("file:" + file, ImageTransform.RESIZE240_CROP240);
    Reference.reachabilityFence(ballast);

    assertThat(loaded.failure().reason()).isEqualTo(FailureReason.OUT_OF_MEMORY);
    assertThat(loaded.failure().message())
        .isEqualTo("not enough memory to decode 26754 x 26754 pixels");
    assertThat(loaded.images()).isEmpty();
    assertThat(meter.sum(Metric.IMAGES_FAILED)).isOne();
  }

  private ImageReader reader() {
    ImageListing none =
        new ImageListing(spark.context().store().path(folder.toString()), List.of(), Map.of());
    Limits limits = Limits.DEFAULT.withPixels(HugeImage.PIXELS);
    return ImageReader.of(
        spark.context(), new DataSet(none, none), new ImageRules(OnError.RECORD, limits));
  }
}
