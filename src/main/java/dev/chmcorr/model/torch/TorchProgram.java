package dev.chmcorr.model.torch;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** TorchScript without weights of its own, which comes with this program and not in an archive. */
public final class TorchProgram {
  private TorchProgram() {}

  /**
   * Loads it, by way of a temporary file.
   *
   * @param source TorchScript of all classes
   * @param module an object of one of them
   */
  public static TorchNetwork load(TorchDevice device, String source, TorchModule module) {
    try {
      Path archive = Files.createTempFile("chm-corr-", ".pt");
      try {
        TorchArchive.write(
            archive,
            source,
            module,
            ArchiveMetadata.of("program", "none", new TreeMap<>(), new Provenance("none", "")));
        return TorchNetwork.load(archive, device);
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot write to %s: %s; set -Djava.io.tmpdir"
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }
}
