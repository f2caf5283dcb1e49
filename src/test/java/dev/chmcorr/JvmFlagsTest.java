package dev.chmcorr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
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

  /** A standalone worker that starts a driver adds nothing to it. */
  @Test
  void driversOnWorkersHaveTheSameOpenModules() throws Exception {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("conf/standalone.conf"))) {
      settings.load(file);
    }

    assertThat(settings.getProperty("spark.driver.extraJavaOptions").split(" "))
        .containsExactly(
            Stream.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"))
                .filter(flag -> flag.startsWith("--add-opens="))
                .toArray(String[]::new));
  }
}
