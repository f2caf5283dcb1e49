package dev.chmcorr.job.download;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;

/** Downloads published files that are not there, and checks those that are. */
public final class DownloadJob {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final double MEGA = 1e6;

  private final Console console;
  private final DownloadOptions options;
  private final HttpClient client;

  private DownloadJob(Console console, DownloadOptions options, Map<String, String> environment) {
    this.console = console;
    this.options = options;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL);
    new Proxies(environment).setUp(builder);
    this.client = builder.build();
  }

  /**
   * Runs it.
   *
   * @param environment names proxies
   */
  public static void run(Console console, DownloadOptions options, Map<String, String> environment)
      throws IOException {
    try {
      Files.createDirectories(options.folder());
      DownloadJob job = new DownloadJob(console, options, environment);
      for (PublishedFile file : options.files()) {
        job.get(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while a file was downloaded");
    }
  }

  /** Prints what there is of a kind. */
  public static void list(Console console, PublishedFile.Kind kind) {
    PublishedFile.all(kind).forEach(file -> console.result("%s", file.line()));
  }

  private void get(PublishedFile file) throws IOException, InterruptedException {
    Path place = options.folder().resolve(file.file());
    Checksum checksum = new Checksum(file, options.folder());
    if (Files.exists(place)) {
      try {
        console.result("%s is there: %s", place, checksum.check(place));
        return;
      } catch (UserException e) {
        throw new UserException(e.getMessage() + "; delete it, and give the same command again", e);
      }
    }
    try (Partial part = Partial.of(place)) {
      transfer(file, part);
      String known;
      try {
        known = checksum.check(part.path());
      } catch (UserException e) {
        part.discard();
        throw new UserException(
            "%s; nothing of it is kept (it came from %s)"
                .formatted(e.getMessage(), options.address(file)),
            e);
      }
      part.finish();
      console.result("%s: %.1f MB, %s", place, Files.size(place) / MEGA, known);
    }
  }

  private void transfer(PublishedFile file, Partial part) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(client, console, options.patience(), file, part);
    URI address = options.address(file);
    Iterator<Duration> waits = options.waits().iterator();
    long most = transfer.come();
    while (true) {
      try {
        transfer.run(address);
        return;
      } catch (UserException e) {
        throw unavailable(file, e.getMessage(), e);
      } catch (IOException e) {
        if (transfer.come() > most) {
          most = transfer.come();
          waits = options.waits().iterator();
        }
        if (!waits.hasNext() || isOffline(e)) {
          throw unavailable(file, words(e), e);
        }
        Duration wait = waits.next();
        console.stage(
            "download: %s stopped at %.1f MB (%s); it goes on in %d s",
            file.file(), transfer.come() / MEGA, words(e), wait.toSeconds());
        Thread.sleep(wait.toMillis());
      }
    }
  }

  /** Where names have no addresses, another try a little later is of no use. */
  private static boolean isOffline(IOException e) {
    return Causes.of(e).anyMatch(UnresolvedAddressException.class::isInstance);
  }

  private static String words(IOException e) {
    if (isOffline(e)) {
      return "no such host, or no way to it from here";
    }
    if (e instanceof HttpConnectTimeoutException) {
      return "nobody answers";
    }
    if (e instanceof ConnectException && e.getMessage() == null) {
      return "no connection";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private UserException unavailable(PublishedFile file, String why, Exception cause) {
    return new UserException(
        "Cannot download %s: %s; get %s by other means, such as a browser (behind a proxy: https_proxy=http://HOST:PORT), put it at %s, and give the same command again, which checks it"
            .formatted(
                file.file(),
                why,
                options.address(file),
                options.folder().resolve(file.file()).toAbsolutePath()),
        cause);
  }
}
