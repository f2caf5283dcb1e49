package dev.chmcorr.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCheckpointsTest {
  @TempDir Path folder;

  @Test
  void areInBothFormatsOfTorchSave() throws IOException {
    DemoCheckpoints.copyTo(folder.resolve("models"));

    byte[] zip = Files.readAllBytes(folder.resolve("models/resnet16.pth"));
    assertThat(zip).startsWith('P', 'K', 3, 4);
    // Pickle protocol 2, then the magic number 0x1950a86a20f9469cfc6c as a ten-byte long.
    byte[] legacy = Files.readAllBytes(folder.resolve("models/chm16_psi.pt"));
    assertThat(legacy)
        .startsWith(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
    assertThat(new String(legacy, StandardCharsets.ISO_8859_1))
        .contains("backbone.layer3.5.conv3.weight", "learner.chm6d.param.3", "learner.chm4d.bias");
  }
}
