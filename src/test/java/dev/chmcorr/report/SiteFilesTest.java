package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A report's static files are all there, and ask for nothing from elsewhere. */
class SiteFilesTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([a-zA-Z][^\":]*)\"");

  @Test
  void everyListedFileIsThere() throws IOException {
    for (String line : text("site/FILES").split("\n")) {
      String[] parts = line.split(" ");
      String source = parts.length == 1 ? "dev/chmcorr/report/site/" + parts[0] : parts[1];

      assertThat(getClass().getClassLoader().getResource(source)).as(line).isNotNull();
    }
  }

  @Test
  void thePageRefersToListedFilesOnly() throws IOException {
    List<String> listed = text("site/FILES").lines().map(line -> line.split(" ")[0]).toList();

    assertThat(REFERENCE.matcher(text("site/index.html")).results().map(match -> match.group(1)))
        .isNotEmpty()
        .allMatch(listed::contains);
    assertThat(listed).last().isEqualTo("index.html");
  }

  /** The namespace of SVG is a name, not an address. */
  @Test
  void nothingComesFromElsewhere() throws IOException {
    for (String line : text("site/FILES").split("\n")) {
      if (!line.contains(" ")) {
        assertThat(text("site/" + line).replace("http://www.w3.org/2000/svg", ""))
            .as(line)
            .doesNotContain("http:", "https:", "//cdn", "innerHTML", "insertAdjacentHTML", "eval(");
      }
    }
    assertThat(text("site/index.html")).contains("default-src 'none'").doesNotContain("unsafe");
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = SiteFilesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
