package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  /** The first bytes of files of each kind, as their makers' specifications give them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000001c 66747970 61766966 00000000 | an AVIF image",
        "00000020 66747970 6d696631 00000000 61766966 | an AVIF image",
        "00000018 66747970 68656963 00000000 | an HEIC image",
        "00000018 66747970 6d696631 00000000 68656963 | an HEIC image",
        "ff0a fa7f01904108 | a JPEG XL image",
        "0000000c 4a584c20 0d0a870a | a JPEG XL image",
        "0000000c 6a502020 0d0a870a | a JPEG 2000 image",
        "ff4fff51 0000 0000 | a JPEG 2000 image",
        "00000100 0100 1010 | an icon (ICO)",
        "38425053 0001 0000 | a Photoshop document (PSD)",
        "49492b00 08000000 | a BigTIFF image",
        "46554a4946494c4d4343442d524157 | a camera's raw image (RAF)",
        "00000018 66747970 63727820 00000001 | a camera's raw image (CR3)",
        "25504446 2d312e37 | a PDF document",
        "00000020 66747970 69736f6d 00000200 | a video (MP4)",
        "00000014 66747970 71742020 00000200 | a video (QuickTime)",
        "1a45dfa3 9f4286810142 | a video (WebM or Matroska)",
        "52494646 00000000 41564920 | a video (AVI)",
        "1f8b0800 00000000 | a gzip file",
        "504b0304 14000000 | a zip archive",
        "00051607 00020000 | an AppleDouble file (._)",
        "934e554d5059 0100 | a NumPy array",
      })
  void isNamedByItsFirstBytes(String hexadecimal, String kind) {
    byte[] start = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));

    assertThat(message(Arrays.copyOf(start, 300)))
        .startsWith("cannot identify image: it is " + kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html><body>404</body></html> | is a web page (HTML), as a failed download leaves, not an image",
        "<html>404 not found</html> | is a web page (HTML), as a failed download leaves, not an image",
        "<?xml version=\"1.0\"?><svg xmlns=\"x\"/> | is an SVG drawing, which is not read; convert it to JPEG or PNG",
        "<svg width=\"1\"/> | is an SVG drawing, which is not read; convert it to JPEG or PNG",
        "<?xml version=\"1.0\"?><Error>AccessDenied</Error> | is an XML document, not an image",
        "{\"error\": 403} | is a JSON document, not an image",
        "version https://git-lfs.github.com/spec/v1 | is a Git LFS pointer, not the image; run git lfs pull",
        "404: Not Found | is text, not an image: 404: Not Found",
        "GIF8 | has only 4 bytes",
      })
  void textIsNamedByWhatItSays(String text, String what) {
    assertThat(message(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("cannot identify image: it " + what);
  }

  @Test
  void nothingAtAll() {
    assertThat(message(new byte[0])).isEqualTo("cannot identify image: it is empty");
    assertThat(message(new byte[4096]))
        .isEqualTo(
            "cannot identify image: it consists of 4096 zero bytes, its content is lost; copy it again");
    byte[] noise = {1, 2, 3, 4, 5, (byte) 200, 7, 8, 9};
    assertThat(message(noise)).isEqualTo("cannot identify image");
  }

  private static String message(byte[] file) {
    ImageException[] thrown = new ImageException[1];
    assertThatThrownBy(() -> new ImageDecoder().decode(file))
        .isInstanceOfSatisfying(ImageException.class, e -> thrown[0] = e);
    return thrown[0].getMessage();
  }
}
