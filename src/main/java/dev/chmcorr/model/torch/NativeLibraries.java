package dev.chmcorr.model.torch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which libtorch the class path and the environment offer, for messages. */
final class NativeLibraries {
  private static final String WANTED = "/pytorch-engine.properties";
  private static final String LIBTORCH = "/native/lib/pytorch.properties";
  private static final String BINDING = "/jnilib/pytorch.properties";

  private NativeLibraries() {}

  /** Whether the environment says that the machine's own libtorch is of the version wanted. */
  static boolean fits() {
    String version = System.getenv("PYTORCH_VERSION");
    return System.getenv("PYTORCH_LIBRARY_PATH") == null
        || version == null
        || version.equals(read(WANTED, "pytorch_version"));
  }

  /** Of which build libtorch is: the machine's own, or that of the class path. */
  static String flavor() {
    String own = System.getenv("PYTORCH_FLAVOR");
    return own != null ? own : read(LIBTORCH, "flavor");
  }

  /** What is wanted and what is there, on one line. */
  static String describe() {
    String environment =
        Stream.of("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION", "PYTORCH_FLAVOR")
            .filter(name -> System.getenv(name) != null)
            .map(name -> ", %s=%s".formatted(name, System.getenv(name)))
            .collect(Collectors.joining());
    return "wanted are libtorch %s and its binding pytorch-jni %s-%s; on the class path are libtorch %s and pytorch-jni %s%s; this is process %d on %s%s"
        .formatted(
            read(WANTED, "pytorch_version"),
            read(WANTED, "pytorch_version"),
            read(WANTED, "djl_version"),
            read(LIBTORCH, "version"),
            read(BINDING, "jni_version"),
            environment,
            ProcessHandle.current().pid(),
            host(),
            unpacked());
  }

  /** DJL unpacks the class path's libraries once and then trusts what it finds. */
  private static String unpacked() {
    boolean own = System.getenv("PYTORCH_LIBRARY_PATH") != null;
    return own || NativeLibraries.class.getResource(LIBTORCH) == null
        ? ""
        : ", which unpacks them in %s: delete that folder there if one is damaged"
            .formatted(Utils.getEngineCacheDir("pytorch"));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown machine";
    }
  }

  private static String read(String resource, String key) {
    try (InputStream in = NativeLibraries.class.getResourceAsStream(resource)) {
      if (in == null) {
        return "none";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(key, "of unknown version");
    } catch (IOException e) {
      return "of unknown version";
    }
  }
}
