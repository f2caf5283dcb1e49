package dev.chmcorr.model.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Says what a file is that holds no weights in a format that is read. */
final class ForeignFiles {
  private static final String NO_WEIGHTS = "it is no file of torch.save and no safetensors";
  private static final String EXPORT = "; save state_dict() with torch.save, or as safetensors";
  private static final int TAR_MAGIC = 257;

  /**
   * What a file begins with, as Latin-1.
   *
   * @param start its first bytes
   * @param says what it is, a sentence about the file
   */
  private record Kind(String start, String says) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "version https://git-lfs",
              "it is a pointer of Git LFS, not the file itself (git lfs pull fetches it)"),
          new Kind("\u0089HDF\r\n", "it is an HDF5 file, as Keras writes them" + EXPORT),
          new Kind("\u0093NUMPY", "it is an array of numpy" + EXPORT),
          new Kind("\u001f\u008b", "it is compressed by gzip; unpack it first"),
          new Kind("BZh", "it is compressed by bzip2; unpack it first"),
          new Kind("\u00fd7zXZ", "it is compressed by xz; unpack it first"),
          new Kind("(\u00b5/\u00fd", "it is compressed by zstd; unpack it first"),
          new Kind("7z\u00bc\u00af", "it is a 7z archive; unpack it first"),
          new Kind("Rar!", "it is a RAR archive; unpack it first"),
          new Kind("GGUF", "it is a GGUF file" + EXPORT),
          new Kind("%PDF", "it is a PDF"));

  private ForeignFiles() {}

  /**
   * Says what a file is.
   *
   * @param head its first bytes
   */
  static String name(byte[] head) {
    if (head.length == 0) {
      return "it is empty (was the download cut off?)";
    }
    for (Kind kind : KINDS) {
      if (startsWith(head, kind.start())) {
        return kind.says();
      }
    }
    if (contains(head, TAR_MAGIC, "ustar")) {
      return "it is a tar archive; unpack it first (PyTorch before 0.2 saved tars: save again with a newer one)";
    }
    if (contains(head, Integer.BYTES, "TFL3")) {
      return "it is a TensorFlow Lite model" + EXPORT;
    }
    return text(head);
  }

  private static String text(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "it is a web page, not the file itself (a download that asks to confirm, or an error page?)";
    }
    if (text.startsWith("<")) {
      return "it is XML or a web page, not the file itself";
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return text.contains("weight_map") || text.contains("total_size")
          ? "it is the index of weights in several files, which are not read; save them as one file"
          : "it is JSON, not a file of weights";
    }
    if (startsWith(head, "\b") && contains(head, 2, "\u0012") && head[1] > 1) {
      return "it looks like an ONNX model" + EXPORT;
    }
    if (startsWith(head, "\b\1\u0012")) {
      return "it looks like a model of TensorFlow, which is not read";
    }
    return NO_WEIGHTS;
  }

  /**
   * Says what a zip file is that is none of torch.save.
   *
   * @param names of its parts
   */
  static String zip(List<String> names) {
    if (names.stream().anyMatch(name -> name.endsWith("model.weights.h5"))) {
      return "it is a model of Keras" + EXPORT;
    }
    if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
      return "it is an npz file of numpy" + EXPORT;
    }
    String inside =
        names.stream()
            .filter(name -> name.matches("(?i).*\\.(pth|pt|bin|ckpt|safetensors|tar)"))
            .findFirst()
            .map("; unpack it first: it holds %s"::formatted)
            .orElse("");
    return "it is a zip file without data.pkl, so not one of torch.save" + inside;
  }

  static boolean startsWith(byte[] head, String start) {
    return contains(head, 0, start);
  }

  private static boolean contains(byte[] head, int at, String text) {
    return head.length >= at + text.length()
        && new String(head, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }
}
