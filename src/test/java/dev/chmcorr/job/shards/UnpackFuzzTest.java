package dev.chmcorr.job.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.shard.RawTar;
import dev.chmcorr.shard.ShardReader;
import dev.chmcorr.shard.ShardWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Made-up rows of a Parquet table of images: what is unpacked is found again, byte for byte. */
class UnpackFuzzTest {
  private static final int LONGEST_MESSAGE = 1000;

  @Property
  void unpacks(@ForAll("rows") List<Row> rows) {
    String message = Hostile.read(Hostile.bound(1 << 20), UserException.class, () -> check(rows));
    assertThat(message == null ? "" : message).hasSizeLessThan(LONGEST_MESSAGE);
  }

  private static void check(List<Row> rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ShardWriter writer = new ShardWriter(bytes);
    for (Row row : rows) {
      UnpackPartition.add(writer, row);
    }
    writer.finish();
    byte[] tar = bytes.toByteArray();
    List<ShardLocation> images =
        ShardReader.read(RawTar.shard("part-0", tar), ImageFolder::isImageName).images();
    assertThat(images).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      byte[] expected = rows.get(i).getAs(2);
      int offset = (int) images.get(i).offset();
      assertThat(images.get(i).name()).startsWith(rows.get(i).getString(0) + "/");
      assertThat(Arrays.copyOfRange(tar, offset, offset + (int) images.get(i).size()))
          .isEqualTo(expected == null ? new byte[0] : expected);
    }
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<String> odd =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                ".",
                "..",
                "/",
                "c/",
                "a/b",
                " ",
                "-",
                "\u001b[31m",
                "\u202e",
                "\ufffd",
                "\0",
                "%s",
                "x.cls",
                "x.tar",
                "\u00fc".repeat(200),
                "long".repeat(2000),
                "\ud800",
                "\ud83d\ude00"),
            Arbitraries.strings().ofMaxLength(6));
    Arbitrary<String> classes = Arbitraries.oneOf(Arbitraries.of("c", "7"), odd.injectNull(0.1));
    Arbitrary<String> paths =
        Arbitraries.oneOf(
            Arbitraries.of("a.jpg", "c/a.jpg", "s3://b/c/x/y.png", "key", "c/../a.jpg"), odd);
    Arbitrary<byte[]> damaged =
        Edits.any().map(edits -> edits.of("an image".getBytes(StandardCharsets.UTF_8)));
    return Combinators.combine(classes, paths, damaged.injectNull(0.1))
        .as((name, path, content) -> RowFactory.create(name, path, content))
        .list()
        .ofMaxSize(4);
  }
}
