package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".x",
        "._a.jpg",
        "a/.ipynb_checkpoints/b.jpg",
        "__MACOSX/a.jpg",
        "a/Thumbs.db",
        "a/desktop.ini",
        "@eaDir/a.jpg",
        "lost+found",
        "$RECYCLE.BIN/a.jpg",
        "a/.DS_Store",
        "./._a.jpg"
      })
  void whatProgramsLeaveBehindIsHidden(String path) {
    assertThat(HiddenFiles.DROP.passesOverPath(path)).isTrue();
    assertThat(HiddenFiles.KEEP.passesOverPath(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.jpg", "./a/b.jpg", "_a/b.jpg", "../a.jpg", "a.b/c.jpg", "MACOSX/a.jpg"})
  void whatPeopleNameIsNot(String path) {
    assertThat(HiddenFiles.DROP.passesOverPath(path)).isFalse();
  }
}
