package dev.chmcorr.job.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The questions of {@code scores/README.md}.
 *
 * @param preparation statements that give DuckDB its views
 * @param questions in their order
 */
record QuestionPage(List<String> preparation, List<Question> questions) {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)\n## ([^\n]+)|```sql\n-- ([^\n]+)\n(.*?)```");

  /** A question, as each of the two is asked it. */
  record Question(String text, String spark, String duck) {}

  static QuestionPage read() throws IOException {
    List<String> preparation = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("scores/README.md")));
    String title = null;
    String spark = null;
    while (block.find()) {
      if (block.group(1) != null) {
        title = block.group(1);
        continue;
      }
      String sql = block.group(3);
      switch (block.group(2)) {
        case "Spark and DuckDB" -> questions.add(new Question(title, sql, sql));
        case "Spark" -> spark = sql;
        case "DuckDB" -> {
          if (title == null) {
            preparation.addAll(Statements.of(sql).all());
          } else {
            questions.add(new Question(title, spark, sql));
          }
        }
        default -> throw new IllegalStateException("For whom is " + block.group(2));
      }
    }
    return new QuestionPage(preparation, questions);
  }
}
