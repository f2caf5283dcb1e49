package dev.chmcorr.job.download;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.console.Gauge;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file over HTTP: goes on where it broke off, as long as the server has the same version. */
final class Transfer {
  private static final double MEGA = 1e6;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int UNSATISFIABLE = 416;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private static final int BUFFER = 1 << 16;
  private static final int MAX_PAGE = 1 << 20;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

  private final HttpClient client;
  private final Console console;
  private final Duration patience;
  private final PublishedFile file;
  private final Partial part;

  /** For the progress. */
  private final AtomicLong come = new AtomicLong();

  /**
   * @param patience without a byte before the server is taken for gone
   */
  Transfer(
      HttpClient client, Console console, Duration patience, PublishedFile file, Partial part) {
    this.client = client;
    this.console = console;
    this.patience = patience;
    this.file = file;
    this.part = part;
  }

  /** What an answer says of the file. */
  private record Answer(long from, long length, String version) {}

  /**
   * Gets what is missing.
   *
   * @throws IOException if it breaks off
   * @throws UserException if another try would end the same
   */
  void run(URI address) throws IOException, InterruptedException {
    run(address, address, true);
  }

  /** How many bytes of the file are there. */
  long come() throws IOException {
    return part.channel().size();
  }

  private void run(URI address, URI now, boolean mayConfirm)
      throws IOException, InterruptedException {
    long from = part.length(address.toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(now).timeout(patience).header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
      request.header("If-Range", part.version(address.toString()));
    }
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() == UNSATISFIABLE) {
        part.begin(address.toString(), null);
        throw new IOException("the server has less than had come, so it begins anew");
      }
      demandSuccess(response);
      if (isPage(response)) {
        run(address, confirmed(response, in, mayConfirm), false);
        return;
      }
      Answer answer = answer(response, from);
      if (answer.from() > 0 && isOther(answer.version(), part.version(address.toString()))) {
        part.begin(address.toString(), null);
        throw new IOException("the server has another version meanwhile, so it begins anew");
      }
      if (answer.from() == 0) {
        part.begin(address.toString(), answer.version());
      }
      demandSpace(answer);
      copy(in, answer);
    }
  }

  /** Some servers send a part of whatever they have, though they were asked for one version. */
  private static boolean isOther(String version, String known) {
    return version != null && !version.equals(known);
  }

  private static void demandSuccess(HttpResponse<?> response) throws IOException {
    int code = response.statusCode();
    String words = "the server says HTTP %d".formatted(code);
    if (code >= SERVER_ERROR || code == TIMEOUT || code == TOO_MANY) {
      throw new IOException(words);
    }
    if (code >= ERROR || (code != OK && code != PARTIAL)) {
      throw new UserException(words + " for " + response.uri());
    }
  }

  private static boolean isPage(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.startsWith("text/html"))
        .isPresent();
  }

  /** Where the file is behind a page that came instead; such a page comes once. */
  private static URI confirmed(HttpResponse<?> response, InputStream in, boolean mayConfirm)
      throws IOException {
    String html = new String(in.readNBytes(MAX_PAGE), StandardCharsets.UTF_8);
    WebPage page = new WebPage(html, response.uri());
    return page.confirmed()
        .filter(to -> mayConfirm)
        .orElseThrow(
            () ->
                new UserException(
                    "%s answers with a web page, '%s'"
                        .formatted(response.uri().getHost(), page.words())));
  }

  private static Answer answer(HttpResponse<?> response, long asked) throws IOException {
    String version =
        response
            .headers()
            .firstValue("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> response.headers().firstValue("Last-Modified"))
            .orElse(null);
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (response.statusCode() != PARTIAL) {
      return new Answer(0, length, version);
    }
    Matcher range =
        RANGE.matcher(response.headers().firstValue("Content-Range").orElse("").strip());
    if (!range.matches() || Long.parseLong(range.group(1)) != asked) {
      throw new UserException(
          "%s sends another part of the file than was asked for".formatted(response.uri()));
    }
    return new Answer(
        asked,
        range.group(2).equals("*")
            ? length < 0 ? -1 : asked + length
            : Long.parseLong(range.group(2)),
        version);
  }

  private void demandSpace(Answer answer) throws IOException {
    long free = Files.getFileStore(part.path()).getUsableSpace();
    if (answer.length() - answer.from() > free) {
      throw new UserException(
          "it takes %.1f MB more, of which %.1f are free in %s"
              .formatted(
                  (answer.length() - answer.from()) / MEGA,
                  free / MEGA,
                  part.path().toAbsolutePath().getParent()));
    }
  }

  private void copy(InputStream in, Answer answer) throws IOException {
    come.set(answer.from());
    try (Console.Following shown = follow(answer);
        Watch watch = new Watch(in, come::get, patience)) {
      byte[] buffer = new byte[BUFFER];
      part.channel().position(answer.from());
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          part.channel().write(bytes);
        }
        come.addAndGet(read);
        if (file.bytes() != null && come.get() > file.bytes()) {
          part.discard();
          throw new UserException(
              "the server sends more than the %d bytes that it has".formatted(file.bytes()));
        }
      }
    }
    if (answer.length() >= 0 && come.get() != answer.length()) {
      throw new IOException("%d of %d bytes have come".formatted(come.get(), answer.length()));
    }
  }

  private Console.Following follow(Answer answer) {
    long all = answer.length() < 0 ? Long.MAX_VALUE : answer.length();
    if (answer.length() < 0) {
      console.now("download " + file.file());
      return console::rest;
    }
    return console.follow(
        new Gauge(
            "download " + file.file(),
            "MB",
            Math.round(all / MEGA),
            () -> Math.round(come.get() / MEGA)));
  }
}
