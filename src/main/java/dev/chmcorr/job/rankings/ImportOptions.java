package dev.chmcorr.job.rankings;

import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.run.RunName;

/**
 * Everything that {@code scores import} needs.
 *
 * @param file the published pickle
 * @param data the images that it ranks
 * @param out folder that holds runs
 * @param name of the run, a folder below {@code out}
 */
public record ImportOptions(String file, DataOptions data, String out, String name) {
  public ImportOptions {
    RunName.check(name);
  }
}
