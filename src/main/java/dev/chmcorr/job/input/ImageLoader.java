package dev.chmcorr.job.input;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.decode.ImageException;
import dev.chmcorr.image.decode.ImageMemoryException;
import dev.chmcorr.image.decode.ImageTooLargeException;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.commons.codec.digest.DigestUtils;

/** Reads an image, decodes it once and transforms it; a failure is a value, not an exception. */
public final class ImageLoader {
  /**
   * An image ready for the networks, or why it is not.
   *
   * @param content digest of the file and size of the image, or null if it could not be read
   * @param images one per transform asked for, same order; empty if the image failed
   * @param failure or null
   */
  public record Loaded(EmbeddingRow.Content content, List<RgbImage> images, Failure failure) {}

  private final ImageReader reader;
  private final ImageDecoder decoder;
  private final TaskMeter meter;
  private final Semaphore decoding;

  /**
   * A loader that threads share.
   *
   * @param atOnce images that may be decoded at the same time, however many are being read
   * @param meter counts images, bytes, failures, and the seconds of reading and decoding
   */
  public ImageLoader(ImageReader reader, int atOnce, TaskMeter meter) {
    this.decoding = new Semaphore(atOnce);
    this.reader = reader;
    this.decoder = new ImageDecoder(reader.rules().limits().pixels());
    this.meter = meter;
  }

  public Loaded load(String path, ImageTransform... transforms) {
    meter.count(Metric.IMAGES_READ, 1);
    byte[] bytes;
    long start = System.nanoTime();
    try {
      bytes = reader.read(path);
    } catch (IOException e) {
      return failed(path, null, Failure.of(FailureReason.UNREADABLE, e), e);
    } catch (OutOfMemoryError e) {
      // A single array that did not fit: the heap is as usable as before.
      IOException why = new IOException("not enough memory to read it", e);
      return failed(path, null, Failure.of(FailureReason.OUT_OF_MEMORY, why), why);
    } finally {
      meter.count(Metric.READ, System.nanoTime() - start);
    }
    meter.count(Metric.BYTES_READ, bytes.length);
    decoding.acquireUninterruptibly();
    try {
      return meter.time(Metric.DECODE, () -> decode(path, bytes, transforms));
    } finally {
      decoding.release();
    }
  }

  private Loaded decode(String path, byte[] bytes, ImageTransform... transforms) {
    String sha256 = DigestUtils.sha256Hex(bytes);
    try {
      return decoder.decode(
          bytes,
          decoded ->
              new Loaded(
                  new EmbeddingRow.Content(sha256, decoded.width(), decoded.height()),
                  transform(decoded, transforms),
                  null));
    } catch (ImageException e) {
      return failed(path, new EmbeddingRow.Content(sha256, 0, 0), refusal(e), e);
    }
  }

  private static List<RgbImage> transform(RgbImage decoded, ImageTransform... transforms) {
    List<RgbImage> images = new ArrayList<>(transforms.length);
    for (ImageTransform transform : transforms) {
      images.add(Transforms.apply(transform, decoded));
    }
    return images;
  }

  private static Failure refusal(ImageException e) {
    if (e instanceof ImageTooLargeException large) {
      return Failure.tooLarge(large.pixels(), e);
    }
    return Failure.of(
        e instanceof ImageMemoryException
            ? FailureReason.OUT_OF_MEMORY
            : FailureReason.NOT_AN_IMAGE,
        e);
  }

  private Loaded failed(String path, EmbeddingRow.Content content, Failure failure, Exception e) {
    meter.count(Metric.IMAGES_FAILED, 1);
    if (reader.rules().onError() == OnError.FAIL) {
      throw new UserException(
          "Cannot read image %s: %s (--on-error record goes on without it)"
              .formatted(path, e.getMessage()),
          e);
    }
    return new Loaded(content, List.of(), failure);
  }
}
