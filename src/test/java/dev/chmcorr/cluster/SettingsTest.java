package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in conf and submit/gpus.sh. */
class SettingsTest {
  private static final Pattern SETTING = Pattern.compile("(?m)^#?(spark\\.\\S+)\\s+(\\S+)");
  private static final Pattern NOT_IN_CORE =
      Pattern.compile(
          "spark\\.(master|(kubernetes|yarn|executorEnv|(executor|task)\\.resource)\\..*)");

  @TempDir private Path folder;

  /** A misspelt setting would be ignored without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
  void settingsAreSparks(String name) throws IOException {
    // Loads the entries.
    assertThat(org.apache.spark.internal.config.package$.MODULE$.DRIVER_MEMORY()).isNotNull();
    assertThat(org.apache.spark.internal.config.UI$.MODULE$.UI_ENABLED()).isNotNull();
    assertThat(SQLConf.get()).isNotNull();

    Matcher settings = SETTING.matcher(Files.readString(Path.of("conf", name + ".conf")));

    assertThat(settings.results().map(found -> found.group(1)))
        .isNotEmpty()
        .filteredOn(key -> !NOT_IN_CORE.matcher(key).matches())
        .allSatisfy(key -> assertThat(ConfigEntry.findEntry(key)).as(key).isNotNull());
  }

  @Test
  void theDiscoveryScriptPrintsWhatSparkReads() throws Exception {
    assertThat(gpus("0\n1", Map.of()))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}\n");
    assertThat(gpus("0\n1\n2\n3", Map.of("CUDA_VISIBLE_DEVICES", "2,3")))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"2\", \"3\"]}\n");
  }

  @Test
  void theDiscoveryScriptSaysWhatIsMissing() throws Exception {
    assertThat(gpus("", Map.of())).startsWith("gpus.sh: Cannot find a GPU on ");
    Assumptions.assumeFalse(Files.exists(Path.of("/usr/bin/nvidia-smi")), "there is a GPU here");
    assertThat(call(Map.of())).startsWith("gpus.sh: Cannot find nvidia-smi on ").hasLineCount(1);
  }

  /** Runs the script with an nvidia-smi that prints these indices. */
  private String gpus(String indices, Map<String, String> environment) throws Exception {
    Path fake = folder.resolve("nvidia-smi");
    Files.writeString(fake, "#!/bin/sh\nprintf '%s\\n'\n".formatted(indices.replace("\n", "\\n")));
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", folder + ":" + System.getenv("PATH"));
    return call(all);
  }

  private static String call(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("submit/gpus.sh").redirectErrorStream(true);
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
