package dev.chmcorr.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Two small checkpoints in the published formats, trained on other birds of {@link BirdGenerator}
 * (the recipe is src/demo/README.md). Kept as half floats to halve their size.
 */
public final class DemoCheckpoints {
  /** torchvision's ResNet-50 state dict, a quarter as wide; torch.save's zip format. */
  public static final String RESNET = "resnet16.pth";

  /** Convolutional Hough Matching with psi kernels, named as pas_psi.pt; the legacy format. */
  public static final String CHM = "chm16_psi.pt";

  private DemoCheckpoints() {}

  /** Copies both into a folder, under their own names. */
  public static void copyTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : new String[] {RESNET, CHM}) {
      try (InputStream in = DemoCheckpoints.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new FileNotFoundException("Missing resource " + name + ": build the jar again");
        }
        Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
