package dev.chmcorr.job.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static String proxy(Map<String, String> environment, String address) {
    return new Proxies(environment).select(URI.create(address)).get(0).toString();
  }

  @Test
  void theSchemesProxyIsTakenElseThatOfAll() {
    Map<String, String> both =
        Map.of("https_proxy", "http://one:3128", "ALL_PROXY", "two.example:8080/");

    assertThat(proxy(both, "https://a.org/x")).isEqualTo("HTTP @ one/<unresolved>:3128");
    assertThat(proxy(both, "http://a.org/x")).isEqualTo("HTTP @ two.example/<unresolved>:8080");
    assertThat(proxy(Map.of(), "http://a.org/x")).isEqualTo("DIRECT");
    assertThat(proxy(Map.of("http_proxy", "http://u:p@one"), "http://a.org/x"))
        .isEqualTo("HTTP @ one/<unresolved>:80");
  }

  @Test
  void hostsAndDomainsMayBeExcepted() {
    Map<String, String> some =
        Map.of("http_proxy", "http://one:1", "no_proxy", "localhost, .inner.org,b.org:80");

    assertThat(proxy(some, "http://localhost/x")).isEqualTo("DIRECT");
    assertThat(proxy(some, "http://a.inner.org/x")).isEqualTo("DIRECT");
    assertThat(proxy(some, "http://b.org/x")).isEqualTo("DIRECT");
    assertThat(proxy(some, "http://notb.org/x")).startsWith("HTTP");
    assertThat(proxy(Map.of("http_proxy", "http://one:1", "no_proxy", "*"), "http://a.org/"))
        .isEqualTo("DIRECT");
  }

  @Test
  void whatIsNoProxyIsRefusedWithoutItsPassword() {
    assertThatThrownBy(() -> proxy(Map.of("http_proxy", "ftp://u:secret@one:1"), "http://a.org/"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid environment variable http_proxy (must be http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT)");
  }
}
