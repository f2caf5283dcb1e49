package dev.chmcorr.model.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The TorchScript definitions of the networks, which lie beside this class. */
public final class TorchSource {
  private TorchSource() {}

  /** Text of the given definitions, e.g. {@code trunk.py}, one after another. */
  public static String of(String... files) {
    return Arrays.stream(files).map(TorchSource::read).collect(Collectors.joining("\n"));
  }

  private static String read(String file) {
    try (InputStream in = TorchSource.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + file, e);
    }
  }
}
