package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.Split;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import java.util.concurrent.Future;

/** Reads and decodes images beside the thread that asks for them. */
interface ImageSource {
  /** Begins with an image. */
  Future<Loaded> start(Split split, String path);

  /** The image as soon as it is there, or why it is not. */
  Loaded await(Future<Loaded> image);
}
