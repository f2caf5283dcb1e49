package dev.chmcorr.image.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitNamesTest {
  @ParameterizedTest
  @CsvSource({
    "train-00000-of-00005.parquet, train",
    "validation-00000-of-00001.parquet, val",
    "imagenet-val-000.tar, val",
    "ILSVRC2012_img_train.tar, train",
    "TEST.parquet, test",
    "birds_dev.tar, val",
    "train2017.tar, train",
    "training.parquet, train"
  })
  void filesNameTheirSplit(String file, String split) {
    assertThat(SplitNames.of(file)).contains(split);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000.tar", "trains.tar", "n01440764.tar", "latest-0.tar", "valley.tar"})
  void othersNameNone(String file) {
    assertThat(SplitNames.of(file)).isEmpty();
  }

  @Test
  void foldersAreNamedAsASplitAlone() {
    assertThat(SplitNames.isFolder("Train")).isTrue();
    assertThat(SplitNames.isFolder("val_images")).isTrue();
    assertThat(SplitNames.isFolder("test2017")).isTrue();
    assertThat(SplitNames.isFolder("train_station")).isFalse();
    assertThat(SplitNames.isFolder("bullet train")).isFalse();
  }
}
