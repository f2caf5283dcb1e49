package dev.chmcorr.job.run;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Places;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Keeps what a run writes apart from what it reads: a table in a folder of images is an image. */
public final class OutputPlace {
  private final Storage store;
  private final Places places;
  private final Map<String, Path> inputs = new LinkedHashMap<>();

  public OutputPlace(Storage store) {
    this.store = store;
    this.places = new Places(store);
  }

  /**
   * Also keeps clear of what an option names.
   *
   * @param input a path, or a glob of files, or null for none
   */
  public OutputPlace apartFrom(String option, String input) {
    if (input != null) {
      inputs.put(option, store.path(input));
    }
    return this;
  }

  /**
   * Refuses a place in one of the inputs.
   *
   * @param option that names it
   * @param out the place, or null for none
   */
  public OutputPlace refuseIn(String option, String out) throws IOException {
    if (out == null) {
      return this;
    }
    Path place = store.path(out);
    for (Map.Entry<String, Path> input : inputs.entrySet()) {
      if (places.isWithin(place, input.getValue())) {
        throw new UserException(
            "Cannot write to %s %s: it lies in %s %s, among what is read there; choose a place elsewhere"
                .formatted(option, place, input.getKey(), input.getValue()));
      }
    }
    return this;
  }

  /** Refuses a folder that one of the inputs lies in; what was unpacked there may be one. */
  public OutputPlace refuseAround(String option, Path folder) throws IOException {
    for (Map.Entry<String, Path> input : inputs.entrySet()) {
      Path place = input.getValue();
      if (places.isWithin(place, folder)
          && !places.isWithin(place, new Path(folder, RunRecord.UNPACKED))) {
        throw new UserException(
            "Cannot write to %s %s: %s %s lies in it; choose a folder of its own"
                .formatted(option, folder, input.getKey(), place));
      }
    }
    return this;
  }
}
