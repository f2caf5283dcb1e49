package dev.chmcorr.cluster;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small data set with its two small networks, and the commands that run on them.
 *
 * @param root folder or URI that holds train, val, resnet.pt and chm.pt
 */
record Birds(String root) {
  /** 12 gallery images and 18 queries of 3 species. */
  static Birds write(Path folder) throws IOException {
    return write(folder, new BirdGenerator.Options(3, 4, 6, 1));
  }

  /** A set of any size. */
  static Birds write(Path folder, BirdGenerator.Options options) throws IOException {
    BirdGenerator.write(folder, options);
    DemoCheckpoints.copyTo(folder);
    importModel(folder, ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(folder, ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
    return new Birds("file:" + folder);
  }

  private static void importModel(
      Path folder, ImportModelJob.Kind kind, String checkpoint, String archive) throws IOException {
    ImportModelJob.run(
        new Console(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(PrintStream.nullOutputStream())),
        new ImportModelOptions(
            kind, folder.resolve(checkpoint).toString(), folder.resolve(archive).toString()));
  }

  /** Ranks into {@code OUT/knn}. */
  String[] knn(String out, String... more) {
    return command(
        List.of("knn", "--name", "knn", "--model", root + "/resnet.pt", "--out", out), more);
  }

  /** Re-ranks the rankings of {@link #knn} into {@code OUT/chm}. */
  String[] rerank(String out, String... more) {
    return rerankOf(out, out, more);
  }

  /** Re-ranks the rankings that {@link #knn} wrote into another folder into {@code OUT/chm}. */
  String[] rerankOf(String knnOut, String out, String... more) {
    List<String> networks = List.of("--model", root + "/resnet.pt", "--chm", root + "/chm.pt");
    List<String> settings = List.of("--knn", knnOut + "/knn", "--N", "6", "--K", "3");
    List<String> all = new ArrayList<>(List.of("rerank", "--out", out + "/chm"));
    all.addAll(networks);
    all.addAll(settings);
    return command(all, more);
  }

  private String[] command(List<String> start, String... more) {
    List<String> all = new ArrayList<>(start);
    all.addAll(List.of("--train", root + "/train", "--val", root + "/val", "--precision", "fp32"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
