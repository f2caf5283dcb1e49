package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How native libraries come to a process: from the jars beside ours, or from the machine. */
@Tag("cluster")
class NativeLibraryIT {
  private static final String PROGRAM =
      "target/test-classes:target/chm-corr.jar:" + StandaloneCluster.jars();
  private static final String NATIVES = "target/natives/*";

  @TempDir private Path folder;

  @Test
  void twoProcessesThatFindNothingUnpackOnceAndLeaveNoTrash() throws Exception {
    List<Daemon> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start("start-" + i, Map.of(), PROGRAM + ":" + NATIVES));
    }
    for (Daemon process : processes) {
      process.awaitEnd();
      assertThat(process.log()).contains("device c");
      process.close();
    }

    try (Stream<Path> files = Files.list(folder.resolve("cache/pytorch"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(2)
          .anyMatch(name -> name.equals("chmcorr.lock"))
          .anyMatch(name -> name.matches("2\\.7\\.1-\\d+-cpu-.*"));
    }
  }

  @Test
  void aMissingLibraryIsNamedAndNotSoughtOnTheNetwork() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Daemon process =
            start(
                "offline",
                Map.of(),
                PROGRAM,
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + proxy.getLocalPort())) {
      process.awaitEnd();

      assertThat(process.log())
          .contains("refused: Cannot start libtorch: a native library is missing")
          .contains("wanted are libtorch 2.7.1 and its binding pytorch-jni 2.7.1-0.36.0")
          .contains("on the class path are libtorch none and pytorch-jni none");
      proxy.setSoTimeout(1);
      assertThat(connections(proxy)).isZero();
    }
  }

  @Test
  void aMachinesOwnLibtorchIsTakenAndAWrongOneIsNamed() throws Exception {
    String jni = "target/natives/pytorch-jni-2.7.1-0.36.0.jar";
    try (Daemon unpack = start("unpack", Map.of(), PROGRAM + ":" + NATIVES)) {
      unpack.awaitEnd();
    }
    String library = unpacked().toString();

    try (Daemon own = start("own", machine(library, "2.7.1"), PROGRAM + ":" + jni);
        Daemon wrong = start("wrong", machine(library, "1.13.1"), PROGRAM + ":" + jni);
        Daemon nothing = start("nothing", machine("/nowhere", "2.7.1"), PROGRAM + ":" + jni)) {
      own.awaitEnd();
      assertThat(own.log()).contains("device c");
      wrong.awaitEnd();
      assertThat(wrong.log())
          .contains(
              "refused: Cannot start libtorch: ",
              "wanted are libtorch 2.7.1",
              "PYTORCH_VERSION=1.13.1");
      nothing.awaitEnd();
      assertThat(nothing.log())
          .contains("refused: Cannot start libtorch: ", "PYTORCH_LIBRARY_PATH=/nowhere");
    }
  }

  @Test
  void openCvIsTakenFromBesideTheProgramOrMissedInOneLine() throws Exception {
    String start = "dev.chmcorr.image.decode.OpenCvStart";
    String tmp = "-Djava.io.tmpdir=/nowhere";
    try (Daemon found = run("found", Map.of(), List.of("-cp", PROGRAM + ":" + NATIVES, start));
        Daemon missing = run("missing", Map.of(), List.of("-cp", PROGRAM, start));
        Daemon shut = run("shut", Map.of(), List.of(tmp, "-cp", PROGRAM + ":" + NATIVES, start))) {
      found.awaitEnd();
      assertThat(found.log()).contains("width 1", "not an image");
      missing.awaitEnd();
      assertThat(missing.log())
          .contains("refused: Cannot find OpenCV on the class path: give the jars of")
          .contains("refused again: Cannot find OpenCV on the class path");
      shut.awaitEnd();
      assertThat(shut.log()).contains("refused: Cannot load OpenCV: ", "unpacked to /nowhere");
    }
  }

  private Path unpacked() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/pytorch"))) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static Map<String, String> machine(String library, String version) {
    return Map.of(
        "PYTORCH_LIBRARY_PATH", library, "PYTORCH_VERSION", version, "PYTORCH_FLAVOR", "cpu");
  }

  private Daemon start(
      String name, Map<String, String> environment, String classPath, String... options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("-cp");
    arguments.add(classPath);
    arguments.add("dev.chmcorr.model.torch.TorchStart");
    return run(name, environment, arguments);
  }

  private Daemon run(String name, Map<String, String> environment, List<String> arguments)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("DJL_CACHE_DIR", folder.resolve("cache").toString());
    return Daemon.java(name, folder, all, arguments);
  }

  private static int connections(ServerSocket socket) throws IOException {
    try {
      socket.accept().close();
      return 1;
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }
}
