package dev.chmcorr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
  @Test
  void argumentFileEqualsSparksOwnList() throws Exception {
    List<String> flags =
        Files.readAllLines(Path.of("conf/spark-jvm.args")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    assertThat(String.join(" ", flags).split(" "))
        .containsExactly(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"));
  }
}
