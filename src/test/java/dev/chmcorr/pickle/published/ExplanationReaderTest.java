package dev.chmcorr.pickle.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.Opcode;
import dev.chmcorr.pickle.PickleWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationReaderTest {
  @Test
  void readsWhatIsWritten() throws IOException {
    QueryExplanation written = Explanations.of(2, 1, 3);

    assertThat(read(write(written))).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void aQueryOfUnknownClassHasNone() throws IOException {
    QueryExplanation known = Explanations.of(0, 0, 5);
    QueryExplanation unknown =
        new QueryExplanation(
            1,
            "q",
            null,
            5,
            9,
            "b",
            3,
            List.of(),
            List.of(),
            "c",
            4,
            List.of(),
            List.of(),
            known.pairs(),
            5);

    assertThat(read(write(unknown)).className()).isNull();
  }

  @Test
  void readsThePublishedFile() throws IOException {
    QueryExplanation query = read(Files.readAllBytes(Shared.path("reference/reranker_0.pkl")));

    JsonNode json = new ObjectMapper().readTree(Shared.path("reference/single_0.json").toFile());
    assertThat(query.chmPrediction()).isEqualTo(json.get("chm-prediction").asText());
    assertThat(query.chmVotes()).isEqualTo(json.get("chm-prediction-confidence").asInt());
    assertThat(query.chmNeighboursOfClass()).hasSameSizeAs(query.pairs()).isNotEmpty();
    assertThat(query.bestCells()).isEqualTo(5);
    assertThat(query.pairs().get(0).cells()).hasDimensions(49, 2);
  }

  @Test
  void refusesWhatIsNoSuchFile() throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    PickleWriter pickle = new PickleWriter(empty);
    pickle.op(Opcode.EMPTY_DICT);
    pickle.op(Opcode.STOP);

    assertThatThrownBy(() -> read(empty.toByteArray()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read x.pkl: it has no non_zero_mask; it must be a reranker_ID.pkl of the published program");
    assertThatThrownBy(() -> read(new byte[] {'P', 'K'})).isInstanceOf(UserException.class);
  }

  @Test
  void refusesCellsOutsideTheMap() throws IOException {
    QueryExplanation query = Explanations.of(1, 1, 3);
    query.pairs().get(0).cells()[5][1] = 8;

    assertThatThrownBy(() -> read(write(query)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("correspondance_map has the cell 8");
  }

  @Test
  void aCellOfSevenIsTheLastOne() throws IOException {
    QueryExplanation query = Explanations.of(1, 1, 3);
    query.pairs().get(0).cells()[5][1] = 7;

    assertThat(read(write(query)).pairs().get(0).cells()[5][1]).isEqualTo(6);
  }

  private static byte[] write(QueryExplanation query) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExplanationPickle.write(out, query);
    return out.toByteArray();
  }

  private static QueryExplanation read(byte[] pickle) {
    return ExplanationReader.read(new ByteArrayInputStream(pickle), "x.pkl", Limits.DEFAULT);
  }
}
