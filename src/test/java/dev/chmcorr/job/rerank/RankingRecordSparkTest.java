package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingRecordSparkTest {
  @TempDir private Path folder;
  private final JobContext context = new LocalSpark().context();

  @Test
  void howImagesWereFoundIsInTheRecord() throws IOException {
    InputOptions made =
        InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP).withMoreEndings());
    record(made);

    assertThat(complete(InputOptions.DEFAULT)).isEqualTo(made);
    assertThat(complete(made)).isEqualTo(made);
    assertThatThrownBy(() -> complete(InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.DROP))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--hidden-files is drop, they were made with keep;");
  }

  @Test
  void aRecordThatSaysNothingMeansTheDefault() throws IOException {
    record(InputOptions.DEFAULT);

    assertThat(complete(InputOptions.DEFAULT).names()).isEqualTo(InputOptions.DEFAULT.names());
    assertThatThrownBy(() -> complete(InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--hidden-files is keep, they were made with drop;");
  }

  private void record(InputOptions made) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>(made.recorded(context.store()));
    inputs.put("train", "file:/d/train");
    inputs.put("val", "file:/d/val");
    inputs.put("classes", "all");
    RunRecord.of("knn", "0", Map.of("transform", "single"))
        .withInputs(inputs)
        .write(context.store(), context.store().path(folder.toString()));
  }

  private InputOptions complete(InputOptions said) throws IOException {
    DataOptions data =
        new DataOptions(
            null, null, null, MissingClasses.REFUSE, OnError.RECORD, Limits.DEFAULT, said);
    RerankOptions given =
        new RerankOptions(
            data,
            FolderRecord.METHOD,
            new NetworkOptions(null, null, Precision.AUTO, DeviceChoice.AUTO, 1),
            folder.toString(),
            null,
            new RerankOptions.Scoring(1, 1, 0.5, Axes.PUBLISHED, null),
            folder + "/out",
            null,
            PerQuery.NONE,
            1);
    return RankingRecord.of(context, given, null).complete(given, null).data().input();
  }
}
