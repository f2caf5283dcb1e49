package dev.chmcorr.runfolder;

import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * What an argument of the command line names: a folder, or one of its settings.
 *
 * @param folder that is there
 * @param setting behind its @, or null
 */
public record FolderSetting(Path folder, String setting) {
  /**
   * Folders may have an @ in their names, and so may settings: a folder that is there is meant.
   *
   * @param what the argument names, such as "run"
   * @throws dev.chmcorr.domain.UserException if there is no such folder
   */
  public static FolderSetting find(Storage store, String what, String argument) throws IOException {
    Path whole = store.path(argument);
    if (store.exists(whole)) {
      return new FolderSetting(whole, null);
    }
    for (int at = argument.lastIndexOf('@'); at > 0; at = argument.lastIndexOf('@', at - 1)) {
      Path folder = store.path(argument.substring(0, at));
      if (store.exists(folder)) {
        return new FolderSetting(folder, argument.substring(at + 1));
      }
    }
    store.require(what, whole);
    return new FolderSetting(whole, null);
  }
}
