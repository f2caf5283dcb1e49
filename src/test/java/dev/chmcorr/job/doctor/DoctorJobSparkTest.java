package dev.chmcorr.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.doctor.DoctorOptions.Format;
import dev.chmcorr.job.doctor.DoctorOptions.Reach;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DoctorJobSparkTest {
  private final LocalSpark spark = new LocalSpark();

  private static NetworkOptions networks(String model, String chm) {
    return new NetworkOptions(model, chm, Precision.FP32, DeviceChoice.CPU, 2);
  }

  private void examine(Format format) throws IOException {
    DoctorJob.run(
        spark.context(), new DoctorOptions(networks(null, null), Reach.EXECUTORS, format));
  }

  @Test
  void oneDocumentSaysWhatIsHereAndHowFastNetworksAre() throws IOException {
    examine(Format.JSON);

    JsonNode report = new ObjectMapper().readTree(spark.out());
    assertThat(report.at("/master").asText()).isEqualTo("local[2]");
    assertThat(report.at("/examined")).hasSize(1);
    JsonNode here = report.at("/examined/0");
    assertThat(here.at("/place").asText()).isEqualTo("driver");
    assertThat(here.at("/software/java").asText()).startsWith(System.getProperty("java.version"));
    assertThat(here.at("/memory/heap_mib").asLong())
        .isEqualTo(Runtime.getRuntime().maxMemory() >> 20);
    assertThat(here.at("/torch/version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(here.at("/file_systems")).extracting(JsonNode::asText).contains("file", "hdfs");
    assertThat(here.at("/timings"))
        .extracting(timing -> timing.at("/network").asText())
        .containsExactly("trunk", "chm");
    assertThat(here.at("/timings"))
        .allSatisfy(timing -> assertThat(timing.at("/milliseconds").asDouble()).isPositive());
    assertThat(here.at("/timings/0/batch").asInt()).isEqualTo(2);
    assertThat(report.at("/problems")).isEmpty();
    assertThat(report.at("/missed")).isEmpty();
  }

  @Test
  void peopleReadItLineByLine() throws IOException {
    examine(Format.TEXT);

    assertThat(spark.out().lines())
        .contains("Master local[2], networks built-in (a quarter as wide as ResNet-50)")
        .anyMatch(line -> line.matches("driver at .+:\\d+"))
        .anyMatch(
            line ->
                line.matches(
                    "  trunk +\\d+\\.\\d ms each, 2 images embedded at once, in fp32 on cpu"))
        .noneMatch(line -> line.contains("null") || line.contains("Problems"));
  }

  @Test
  void networksThatAreNotThereAreAMistake() {
    assertThatThrownBy(() -> new DoctorOptions(networks(null, "c.pt"), Reach.DRIVER, Format.TEXT))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Missing --model=FILE.pt");
    DoctorOptions absent = new DoctorOptions(networks("/no.pt", null), Reach.DRIVER, Format.TEXT);
    assertThatThrownBy(() -> DoctorJob.run(spark.context(), absent))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/no.pt");
  }
}
