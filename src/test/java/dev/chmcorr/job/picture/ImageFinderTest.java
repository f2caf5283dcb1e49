package dev.chmcorr.job.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Split;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFinderTest {
  @TempDir private Path place;

  @Test
  void findsImagesOfAnotherMachineByTheirClassesAndNames() throws IOException {
    Path image = place.resolve("train/a/sub/x.jpg");
    Files.createDirectories(image.getParent());
    Files.createFile(image);
    ImageFinder finder = finder(place.resolve("train").toString(), null);

    assertThat(finder.find("/home/somebody/train/a/sub/x.jpg", Split.GALLERY))
        .contains(image.toUri().toString().replace("///", "/"));
    assertThat(finder.find("elsewhere/b/x.jpg", Split.GALLERY)).isEmpty();
    assertThat(finder.find("x.jpg", Split.GALLERY)).isEmpty();
    assertThat(finder.find("no:such://path", Split.GALLERY)).isEmpty();
    assertThat(finder.find("/home/somebody/train/a/sub/x.jpg", Split.QUERY)).isEmpty();
    assertThat(finder.notFound(Split.QUERY)).isEqualTo("no such file; --val may have it");
    assertThat(finder.notFound(Split.GALLERY)).isEqualTo("not in --train");
  }

  @Test
  void takesAPathThatIsThereAsItIs() throws IOException {
    Path image = Files.createFile(place.resolve("x.jpg"));

    assertThat(finder(null, null).find(image.toString(), Split.QUERY))
        .contains(image.toUri().toString().replace("///", "/"));
  }

  private static ImageFinder finder(String train, String val) {
    return new ImageFinder(
        new Storage(new Configuration()), new PictureOptions.Roots(train, val, null));
  }
}
