package dev.chmcorr.image.decode;

import dev.chmcorr.domain.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file is that is none of the images that are read, told from its first bytes. */
final class FileKind {
  private static final String CONVERT = ", which is not read; convert it to JPEG or PNG";
  private static final String ARCHIVE = ", not an image; unpack it";
  private static final String NO_IMAGE = ", not an image";

  private static final int SHOWN = 60;
  private static final int TEXT = 1024;

  /** The smallest image that is read has a few more. */
  private static final int MIN_BYTES = 7;

  private FileKind() {}

  /** Bytes, in Latin-1, that only files of one kind have at one place. */
  private record Magic(int offset, String bytes, String what) {}

  private static final List<Magic> KINDS =
      List.of(
          new Magic(0, "\u00ff\n", "a JPEG XL image" + CONVERT),
          new Magic(0, "\0\0\0\fJXL \r\n\u0087\n", "a JPEG XL image" + CONVERT),
          new Magic(0, "\0\0\0\fjP  \r\n\u0087\n", "a JPEG 2000 image" + CONVERT),
          new Magic(0, "\u00ffO\u00ffQ", "a JPEG 2000 image" + CONVERT),
          new Magic(0, "\0\0\1\0", "an icon (ICO)" + CONVERT),
          new Magic(0, "\0\0\2\0", "a cursor (CUR)" + CONVERT),
          new Magic(0, "icns", "an icon (ICNS)" + CONVERT),
          new Magic(0, "8BPS", "a Photoshop document (PSD)" + CONVERT),
          new Magic(0, "gimp xcf", "a GIMP image (XCF)" + CONVERT),
          new Magic(0, "II+\0", "a BigTIFF image" + CONVERT),
          new Magic(0, "MM\0+", "a BigTIFF image" + CONVERT),
          new Magic(0, "IIU\0", "a camera's raw image (RW2)" + CONVERT),
          new Magic(0, "IIRO", "a camera's raw image (ORF)" + CONVERT),
          new Magic(0, "IIRS", "a camera's raw image (ORF)" + CONVERT),
          new Magic(0, "MMOR", "a camera's raw image (ORF)" + CONVERT),
          new Magic(0, "FUJIFILMCCD-RAW", "a camera's raw image (RAF)" + CONVERT),
          new Magic(0, "FOVb", "a camera's raw image (X3F)" + CONVERT),
          new Magic(0, "\0MRM", "a camera's raw image (MRW)" + CONVERT),
          new Magic(6, "HEAPCCDR", "a camera's raw image (CRW)" + CONVERT),
          new Magic(0, "DDS ", "a DDS image" + CONVERT),
          new Magic(0, "qoif", "a QOI image" + CONVERT),
          new Magic(0, "v/1\1", "an OpenEXR image" + CONVERT),
          new Magic(0, "#?RADIANCE", "a Radiance HDR image" + CONVERT),
          new Magic(0, "P7", "a PAM image" + CONVERT),
          new Magic(0, "PF\n", "a PFM image" + CONVERT),
          new Magic(0, "Pf\n", "a PFM image" + CONVERT),
          new Magic(0, "FLIF", "a FLIF image" + CONVERT),
          new Magic(0, "BPG\u00fb", "a BPG image" + CONVERT),
          new Magic(0, "\u008aMNG", "an MNG animation" + CONVERT),
          new Magic(0, "\u008bJNG", "a JNG image" + CONVERT),
          new Magic(0, "AT&TFORM", "a DjVu document" + CONVERT),
          new Magic(0, "SIMPLE  =", "a FITS image" + CONVERT),
          new Magic(128, "DICM", "a DICOM image" + CONVERT),
          new Magic(0, "\u00d7\u00cd\u00c6\u009a", "a Windows metafile (WMF)" + CONVERT),
          new Magic(0, "%PDF-", "a PDF document" + CONVERT),
          new Magic(0, "%!PS", "a PostScript document" + CONVERT),
          new Magic(0, "\u00c5\u00d0\u00d3\u00c6", "a PostScript document (EPS)" + CONVERT),
          new Magic(8, "AVI ", "a video (AVI)" + NO_IMAGE),
          new Magic(8, "WAVE", "a sound (WAV)" + NO_IMAGE),
          new Magic(0, "\u001aE\u00df\u00a3", "a video (WebM or Matroska)" + NO_IMAGE),
          new Magic(0, "FLV\1", "a video (FLV)" + NO_IMAGE),
          new Magic(0, "OggS", "a video or sound (Ogg)" + NO_IMAGE),
          new Magic(0, "\0\0\1\u00ba", "a video (MPEG)" + NO_IMAGE),
          new Magic(0, "\0\0\1\u00b3", "a video (MPEG)" + NO_IMAGE),
          new Magic(0, "0&\u00b2u", "a video (WMV)" + NO_IMAGE),
          new Magic(4, "moov", "a video (QuickTime)" + NO_IMAGE),
          new Magic(4, "mdat", "a video (QuickTime)" + NO_IMAGE),
          new Magic(0, "ID3", "a sound (MP3)" + NO_IMAGE),
          new Magic(0, "\u001f\u008b", "a gzip file" + ARCHIVE),
          new Magic(0, "PK\3\4", "a zip archive" + ARCHIVE),
          new Magic(0, "PK\5\6", "an empty zip archive" + NO_IMAGE),
          new Magic(0, "BZh", "a bzip2 file" + ARCHIVE),
          new Magic(0, "\u00fd7zXZ", "an xz file" + ARCHIVE),
          new Magic(0, "7z\u00bc\u00af", "a 7z archive" + ARCHIVE),
          new Magic(0, "Rar!", "a rar archive" + ARCHIVE),
          new Magic(0, "(\u00b5/\u00fd", "a zstd file" + ARCHIVE),
          new Magic(257, "ustar", "a tar" + ARCHIVE),
          new Magic(0, "\0\5\26\7", "an AppleDouble file (._), which a Mac writes beside an image"),
          new Magic(0, "\0\5\26\0", "an AppleSingle file" + NO_IMAGE),
          new Magic(0, "\u0093NUMPY", "a NumPy array" + NO_IMAGE),
          new Magic(0, "\u0089HDF", "an HDF5 file" + NO_IMAGE),
          new Magic(0, "PAR1", "a Parquet table" + NO_IMAGE),
          new Magic(0, "SQLite format 3", "an SQLite database" + NO_IMAGE),
          new Magic(
              0, "version https://git-lfs", "a Git LFS pointer, not the image; run git lfs pull"));

  /** Why a file cannot be identified, as far as that can be told. */
  static ImageException refusal(byte[] file) {
    return new ImageException(
        of(file).map(what -> "cannot identify image: it " + what).orElse("cannot identify image"));
  }

  /** A predicate of "it", such as {@code is empty}. */
  static Optional<String> of(byte[] file) {
    if (file.length == 0) {
      return Optional.of("is empty");
    }
    if (file.length < MIN_BYTES) {
      return Optional.of("has only %d bytes".formatted(file.length));
    }
    if (isZero(file)) {
      return Optional.of(
          "consists of %d zero bytes, its content is lost; copy it again".formatted(file.length));
    }
    if (EncodedImage.startsWith(file, 4, "ftyp")) {
      return Optional.of("is " + ofBrand(file));
    }
    return KINDS.stream()
        .filter(kind -> EncodedImage.startsWith(file, kind.offset, kind.bytes))
        .map(kind -> "is " + kind.what)
        .findFirst()
        .or(() -> ofText(file));
  }

  private static boolean isZero(byte[] file) {
    for (byte b : file) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** By the brands of ISO's base media format, of which the first need not tell. */
  private static String ofBrand(byte[] file) {
    int end = Math.min(file.length, Math.min(256, ((file[2] & 0xFF) << 8) + (file[3] & 0xFF)));
    String brands = new String(file, 8, Math.max(0, end - 8), StandardCharsets.ISO_8859_1);
    if (brands.contains("avif") || brands.contains("avis")) {
      return "an AVIF image" + CONVERT;
    }
    if (brands.contains("crx ")) {
      return "a camera's raw image (CR3)" + CONVERT;
    }
    if (brands.matches("(?s).*(hei[cxms]|hev[cxms]|mif1|msf1).*")) {
      return "an HEIC image" + CONVERT;
    }
    if (brands.contains("jp2 ") || brands.contains("jpx ")) {
      return "a JPEG 2000 image" + CONVERT;
    }
    return (brands.startsWith("qt") ? "a video (QuickTime)" : "a video (MP4)") + NO_IMAGE;
  }

  private static Optional<String> ofText(byte[] file) {
    int length = Math.min(file.length, TEXT);
    for (int i = 0; i < length; i++) {
      if (file[i] >= 0 && file[i] < ' ' && "\t\n\r\f".indexOf(file[i]) < 0) {
        return Optional.empty();
      }
    }
    String text = new String(file, 0, length, StandardCharsets.UTF_8).replace("\ufeff", "").strip();
    if (text.indexOf('\ufffd') >= 0 && text.indexOf('\ufffd') < text.length() - 1) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("<") && lower.contains("<svg")) {
      return Optional.of("is an SVG drawing" + CONVERT);
    }
    if (lower.startsWith("<!doctype html") || (lower.startsWith("<") && lower.contains("<html"))) {
      return Optional.of("is a web page (HTML), as a failed download leaves" + NO_IMAGE);
    }
    if (lower.startsWith("<")) {
      return Optional.of("is an XML document" + NO_IMAGE);
    }
    if (lower.startsWith("{") || lower.startsWith("[")) {
      return Optional.of("is a JSON document" + NO_IMAGE);
    }
    return Optional.of("is text, not an image: " + Printable.of(text, SHOWN));
  }
}
