package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.query.SchemaText.Format;
import org.junit.jupiter.api.Test;

class SchemaTextTest {
  @Test
  void aTableIsExplainedColumnByColumn() {
    assertThat(SchemaText.lines("errors", Format.TEXT))
        .startsWith(
            "errors: a row is an image that failed (knn: OUT/NAME/errors; rerank: OUT/errors)", "")
        .anyMatch(line -> line.matches("pixels +bigint +yes +pixels +if it was too large; .*"))
        .anyMatch(line -> line.matches("stage +string +no +embed, correspond +in which .*"));
    assertThat(SchemaText.lines("correspondences", Format.MARKDOWN))
        .contains("| rank | int | no | 1 = nearest | place of the candidate in the ranking |")
        .anyMatch(line -> line.startsWith("| cos_aligned | array<float> | yes | 7 x 7"))
        .anyMatch(line -> line.endsWith("(rerank --method emd: OUT/correspondences)"))
        .anyMatch(line -> line.startsWith("| nearest | array<float> | yes | h x w, row-major"));
  }

  @Test
  void jsonHasTheFieldsOfStructures() throws Exception {
    JsonNode tables =
        new ObjectMapper().readTree(String.join("\n", SchemaText.lines(null, Format.JSON)));

    assertThat(tables.findValuesAsText("table")).contains("queries", "results", "embeddings");
    assertThat(tables.findValues("fields")).hasSize(2);
    assertThat(tables.findValues("fields").get(0).findValuesAsText("name"))
        .containsExactly("rank", "knn_rank", "gallery_id", "path", "class", "score");
  }

  @Test
  void noMeaningIsCut() {
    assertThat(SchemaText.lines(null, Format.TEXT)).noneMatch(line -> line.contains("..."));
  }

  @Test
  void anUnknownTableIsRefused() {
    assertThatThrownBy(() -> SchemaText.lines("result", Format.TEXT))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid TABLE: result (must be one of queries, rankings, class_rankings, correspondences, class_correspondences, results, class_results, accuracies, summary, errors, embeddings)");
  }
}
