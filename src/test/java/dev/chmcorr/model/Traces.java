package dev.chmcorr.model;

import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Networks as users trace them: TorchScript that nothing says is ours. */
public final class Traces {
  /** A feature map [B, 3, 7, 7] of means of 32 x 32 pixels, to start from. */
  public static final String MEANS = "f = torch.adaptive_avg_pool2d(x, [7, 7])";

  /** {@code f}, or NaN for a black image. */
  public static final String NAN_IF_BLACK =
      "torch.where(torch.gt(torch.mean(f, [1, 2, 3], True), -1.5), f, torch.log(torch.neg(torch.ones_like(f))))";

  private static final String CODE =
      """
      class Network(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Network,
          x: Tensor) -> %s:
          %s
          return %s
      """;

  private Traces() {}

  /** A network that computes {@code f} and gives one tensor made of it. */
  public static Path write(Path file, String result) throws IOException {
    return write(file, "Tensor", MEANS, result);
  }

  /**
   * A network of one method.
   *
   * @param type of the result, in TorchScript
   * @param body one statement, of the input {@code x}
   * @param result expression
   */
  public static Path write(Path file, String type, String body, String result) throws IOException {
    Path ours = Files.createTempFile(file.getParent(), "trace", ".pt");
    TorchArchive.write(
        ours,
        CODE.formatted(type, body, result),
        new TorchModule("Network"),
        ArchiveMetadata.of(
            ArchiveMetadata.RESNET, "none", new TreeMap<>(), new Provenance("none", "")));
    try (ZipFile from = new ZipFile(ours.toFile());
        OutputStream out = Files.newOutputStream(file);
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry : from.stream().map(ZipEntry.class::cast).toList()) {
        if (!entry.getName().endsWith(".json")) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(from.getInputStream(entry).readAllBytes());
        }
      }
    }
    Files.delete(ours);
    return file;
  }
}
