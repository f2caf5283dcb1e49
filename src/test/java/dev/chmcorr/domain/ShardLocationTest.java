package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardLocationTest {
  @Test
  void saysAndReadsWhereAnImageLies() {
    ShardLocation location =
        new ShardLocation("hdfs://nn/train-000.tar", 512, 1234, "c00/deep/ü a.jpg");

    assertThat(location).hasToString("hdfs://nn/train-000.tar!/512+1234/c00/deep/ü a.jpg");
    assertThat(ShardLocation.parse(location.toString())).contains(location);
    assertThat(location.toString().substring(ShardLocation.nameStart(location.toString())))
        .isEqualTo("c00/deep/ü a.jpg");
  }

  /** A member's name is up to whoever made the tar; it cannot make us read another file. */
  @Test
  void namesThatLookLikeLocationsAreNames() {
    ShardLocation location = new ShardLocation("file:/a.tar", 1024, 9, "c/b.tar!/512+7/x.jpg");

    assertThat(ShardLocation.parse(location.toString())).contains(location);
    assertThat(ShardLocation.nameStart(location.toString()))
        .isEqualTo("file:/a.tar!/1024+9/".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/train/c/a.jpg",
        "file:/wow!/512+3/a.jpg",
        "file:/a.tar/512+3/c/a.jpg",
        "file:/a.tar!/512+3/",
        "file:/a.tar!/512-3/c/a.jpg",
        "file:/a.tar!/-512+3/c/a.jpg",
        "file:/a.tar!/0+3/c/a.jpg",
        "file:/a.tar!/513+3/c/a.jpg",
        "file:/a.tar!/512+9999999999999999999/c/a.jpg"
      })
  void otherPathsAreOrdinary(String path) {
    assertThat(ShardLocation.parse(path)).isEmpty();
  }

  @Test
  void refusesWhatCouldNotBeReadBack() {
    assertThatThrownBy(() -> new ShardLocation("file:/x.tar!/y.tar", 512, 1, "c/a.jpg"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use shard file:/x.tar!/y.tar: its path must end with .tar and not contain .tar!/");
    assertThatThrownBy(() -> new ShardLocation("file:/x.zip", 512, 1, "c/a.jpg"))
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> new ShardLocation("file:/x.tar", 100, 1, "c/a.jpg"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ShardLocation("file:/x.tar", 512, -1, "c/a.jpg"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
