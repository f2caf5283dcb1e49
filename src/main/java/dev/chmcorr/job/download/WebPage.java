package dev.chmcorr.job.download;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A page that came instead of a file. Google Drive asks in one whether a file that it has not
 * looked through for viruses is wanted nevertheless.
 */
final class WebPage {
  private static final int MAX_TITLE = 120;

  private final Document document;

  WebPage(String html, URI from) {
    this.document = Jsoup.parse(html, from.toString());
  }

  /** What the page's button leads to; nothing if it does not ask for a confirmation. */
  Optional<URI> confirmed() {
    Element form = document.selectFirst("form[action]:has(input[name=confirm])");
    if (form == null) {
      return Optional.empty();
    }
    String fields =
        form.select("input[type=hidden][name]").stream()
            .map(field -> encoded(field.attr("name")) + "=" + encoded(field.attr("value")))
            .collect(Collectors.joining("&"));
    String action = form.absUrl("action");
    return action.isEmpty()
        ? Optional.empty()
        : Optional.of(URI.create(action + (action.contains("?") ? "&" : "?") + fields));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What it says, in short. */
  String words() {
    String title = document.title().isBlank() ? document.text() : document.title();
    return title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) + "..." : title;
  }
}
