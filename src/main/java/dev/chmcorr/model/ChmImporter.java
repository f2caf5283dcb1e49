package dev.chmcorr.model;

import dev.chmcorr.model.archive.*;
import dev.chmcorr.model.checkpoint.*;
import java.nio.file.Path;

public final class ChmImporter {
  public static ArchiveMetadata write(StateDict d, KernelSharing k, Provenance p, Path o) {
    return null;
  }
}
