package dev.chmcorr.image.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.JPEG", "a.Png", "a.ppm", "a.bmp", "a b.webp", ".jpg"})
  void publishedOnesAreThoseOfTorchvisionInAnyCase(String name) {
    assertThat(List.of(Endings.values())).allMatch(endings -> endings.accepts(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jfif", "a.JPE", "a.mpo", "a.b.GIF"})
  void whatTorchvisionPassesOverCountsAmongMoreAlone(String name) {
    assertThat(Endings.PUBLISHED.accepts(name)).isFalse();
    assertThat(Endings.MORE.accepts(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.avif", "a.gif.txt", "gif", "a.jpg ", "", "a.svg"})
  void othersNeverCount(String name) {
    assertThat(List.of(Endings.values())).noneMatch(endings -> endings.accepts(name));
  }
}
