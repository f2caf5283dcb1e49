package dev.chmcorr.pickle.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.Shared;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.pickle.AllowList;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.NumpyArray;
import dev.chmcorr.pickle.NumpyGlobals;
import dev.chmcorr.pickle.NumpyScalar;
import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplanationPickleTest {
  @Test
  void hasTheStructureOfThePublishedFile() throws IOException {
    Object published = load(Files.readAllBytes(Shared.path("reference/reranker_0.pkl")));
    Object ours = load(write(Explanations.of(5, 10, 5)));
    assertThat(structure(ours)).isEqualTo(structure(published)).contains("tgt-keypoints=list of 5");
  }

  /** The published program's keys and types, written down by hand. */
  @Test
  void hasThisStructure() throws IOException {
    assertThat(structure(load(write(Explanations.of(2, 1, 3)))))
        .isEqualTo(
            "{id=int, q=str, gt_name=str, gt_wnid=str, K=int, N=int, knn-prediction=str,"
                + " knn-prediction-confidence=numpy i8, knn-nearest-neighbors=list of 1 [str],"
                + " knn-nearest-neighbors-all=list of 20 [str], chm-prediction=str,"
                + " chm-prediction-confidence=numpy i8, chm-nearest-neighbors=list of 2 [str],"
                + " chm-nearest-neighbors-all=list of 20 [str],"
                + " correspondance_map=list of 2 [list of 49 [list of 2 [int]]],"
                + " masked_cos_values=list of 2 [array f8[7, 7]],"
                + " src-keypoints=list of 2 [array f8[3, 2]],"
                + " tgt-keypoints=list of 2 [array i8[3, 2]], non_zero_mask=int,"
                + " transferred_kpoints=list of 2 [array f8[2, 49]]}");
  }

  @Test
  void holdsTheValues() throws IOException {
    Map<?, ?> file = (Map<?, ?>) load(write(Explanations.of(2, 1, 3)));
    assertThat(file.get("id")).isEqualTo(300L);
    assertThat(file.get("q")).isEqualTo("val/a/q.png");
    assertThat(file.get("gt_wnid")).isEqualTo("a");
    assertThat(file.get("knn-prediction-confidence")).isEqualTo(new NumpyScalar("i8", 3L));
    assertThat(file.get("chm-prediction-confidence")).isEqualTo(new NumpyScalar("i8", 400L));
    assertThat(file.get("knn-nearest-neighbors")).isEqualTo(List.of("train/b/\u00e9.png"));
    List<?> cells = (List<?>) ((List<?>) file.get("correspondance_map")).get(1);
    assertThat(cells.get(48)).isEqualTo(List.of(6L, 6L));
    assertThat(cells.get(8)).isEqualTo(List.of(1L, 1L));
    assertThat(second(file, "masked_cos_values").numbers())
        .startsWith(1 / 64.0)
        .endsWith(49 / 64.0);
    assertThat(second(file, "src-keypoints").numbers()).containsExactly(18, 52, 52, 52, 86, 52);
    assertThat(second(file, "tgt-keypoints").integers()).containsExactly(0, 239, 1, 238, 2, 237);
    assertThat(second(file, "transferred_kpoints").numbers()).endsWith(-47 / 64.0, -48 / 64.0);
    assertThat(file.get("non_zero_mask")).isEqualTo(3L);
  }

  @Test
  void refusesKeypointsThatAreNotOnePerBestCell() {
    QueryExplanation query = Explanations.of(1, 1, 3);
    QueryExplanation wrong =
        new QueryExplanation(
            0,
            "q",
            "a",
            20,
            50,
            "b",
            3,
            List.of(),
            List.of(),
            "c",
            4,
            List.of(),
            List.of(),
            query.pairs(),
            5);
    assertThatThrownBy(() -> write(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid array: 6 values for the shape [5, 2]");
  }

  private static NumpyArray second(Map<?, ?> file, String key) {
    return (NumpyArray) ((List<?>) file.get(key)).get(1);
  }

  /** Keys in order, types, lengths, dtypes and shapes; never the values. */
  private static String structure(Object value) throws IOException {
    if (value instanceof NumpyArray array) {
      return "array " + array.type() + Arrays.toString(array.shape());
    }
    if (value instanceof Map<?, ?> map) {
      StringBuilder keys = new StringBuilder();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        keys.append(keys.isEmpty() ? "" : ", ").append(entry.getKey()).append('=');
        keys.append(structure(entry.getValue()));
      }
      return "{" + keys + "}";
    }
    if (value instanceof List<?> list) {
      List<String> kinds = new ArrayList<>();
      for (Object item : list) {
        kinds.add(structure(item));
      }
      return "list of %d %s"
          .formatted(list.size(), kinds.stream().distinct().collect(Collectors.toList()));
    }
    if (value instanceof NumpyScalar scalar) {
      return "numpy " + scalar.type();
    }
    return value instanceof Long ? "int" : value instanceof String ? "str" : "other";
  }

  private static byte[] write(QueryExplanation query) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExplanationPickle.write(out, query);
    return out.toByteArray();
  }

  private static Object load(byte[] pickle) throws IOException {
    return new SafeUnpickler(
            new ByteArrayInputStream(pickle),
            AllowList.only(NumpyGlobals.all()),
            PersistentLoader.NONE,
            new MemoryBudget(Limits.DEFAULT))
        .load();
  }
}
