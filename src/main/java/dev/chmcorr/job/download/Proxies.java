package dev.chmcorr.job.download;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxies that the environment names as other programs read it: {@code https_proxy}, {@code
 * http_proxy}, {@code all_proxy} and {@code no_proxy}, in small letters or capital ones.
 */
final class Proxies extends ProxySelector {
  private static final int DEFAULT_PORT = 80;

  /** Java sends passwords through a tunnel only if told so. */
  private static final String SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private final Map<String, String> environment;

  Proxies(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Has a client go through them. */
  void setUp(HttpClient.Builder client) {
    client.proxy(this);
    if (credentials("https") != null || credentials("http") != null) {
      System.setProperty(SCHEMES, "");
      client.authenticator(new Login());
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    URI proxy = proxy(uri.getScheme());
    if (proxy == null || isExcepted(uri.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException why) {
    // The request fails and says so.
  }

  private URI proxy(String scheme) {
    String value = variable(scheme + "_proxy");
    String name = scheme + "_proxy";
    if (value == null) {
      value = variable("all_proxy");
      name = "all_proxy";
    }
    if (value == null) {
      return null;
    }
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      if (proxy.getHost() != null && "http".equals(proxy.getScheme())) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the password that it may hold.
    }
    throw new UserException(
        "Invalid environment variable %s (must be http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT)"
            .formatted(name));
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  private boolean isExcepted(String host) {
    String list = variable("no_proxy");
    if (list == null || host == null) {
      return false;
    }
    for (String entry : list.split(",")) {
      String domain = entry.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
      boolean all = entry.strip().equals("*");
      boolean same = host.equalsIgnoreCase(domain);
      boolean below =
          !domain.isEmpty()
              && host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
      if (all || same || below) {
        return true;
      }
    }
    return false;
  }

  private PasswordAuthentication credentials(String scheme) {
    URI proxy = proxy(scheme);
    String user = proxy == null ? null : proxy.getRawUserInfo();
    if (user == null) {
      return null;
    }
    String[] parts = user.split(":", 2);
    return new PasswordAuthentication(
        decoded(parts[0]), (parts.length == 1 ? "" : decoded(parts[1])).toCharArray());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Only proxies are told passwords. */
  private final class Login extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      PasswordAuthentication https = credentials("https");
      return https == null ? credentials("http") : https;
    }
  }
}
