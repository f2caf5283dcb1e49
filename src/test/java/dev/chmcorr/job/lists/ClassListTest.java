package dev.chmcorr.job.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassListTest {
  @Test
  void linesCountFromWhereTheNumbersDo() {
    ClassList list = list("n01440764 tench, Tinca tinca", "n01443537 goldfish", "", "n02 x");

    assertThat(list.names(Set.of("0", "1")))
        .containsEntry("0", "n01440764")
        .containsEntry("1", "n01443537");
    assertThat(list.names(Set.of("1", "3")))
        .containsEntry("1", "n01440764")
        .containsEntry("3", "n02 x");
    assertThat(list.namesFromOne(Set.of("2"))).containsEntry("2", "n01443537");
    assertThat(list.names(Set.of("0", "-1"))).containsEntry("-1", null);
    assertThatThrownBy(() -> list.names(Set.of("1", "2")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use class list names.txt of 3 names: nothing says whether the classes, 1 to 2, count from 0 or from 1; make its lines NUMBER NAME");
  }

  @Test
  void linesMayHaveNumbers() {
    assertThat(list("1 001.Black_footed_Albatross", "2 a b").names(Set.of("2")))
        .containsEntry("2", "a b");
    assertThat(list("n02119789 1 kit_fox", "n02100735 2 setter").names(Set.of("1")))
        .containsEntry("1", "n02119789");
    assertThat(list("10: n02119789 fox", "11: cat").names(Set.of("10")))
        .containsEntry("10", "n02119789");
  }

  @Test
  void classesOfOneNameAreToldByTheirNumbers() {
    assertThat(list("crane", "wren", "crane").names(Set.of("0", "1", "2")))
        .isEqualTo(Map.of("0", "crane (0)", "1", "wren", "2", "crane (2)"));
    assertThat(list("134 crane", "517 crane").names(Set.of("134")))
        .isEqualTo(Map.of("134", "crane (134)"));
    assertThatThrownBy(() -> list("1 wren", "1 finch", "2 crane"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read class list names.txt: two lines have one number, the second is 1 finch");
  }

  @Test
  void saysWhatHasNoName() {
    assertThatThrownBy(() -> list("1 a", "2 b").names(Set.of("3")))
        .hasMessage(
            "Cannot use class list names.txt: it has no name for class 3; it names 2, the first of them a");
    assertThatThrownBy(() -> list("a", "b").names(Set.of("wren")))
        .hasMessage("Cannot use class list names.txt: class wren is no number");
    assertThatThrownBy(() -> list(" ")).hasMessageContaining("it is empty");
  }

  private static ClassList list(String... lines) {
    return ClassList.parse("names.txt", List.of(lines));
  }
}
