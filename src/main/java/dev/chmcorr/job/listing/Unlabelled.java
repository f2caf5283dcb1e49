package dev.chmcorr.job.listing;

/** What stands for the class of an image that has none, where members of shards need one. */
public final class Unlabelled {
  /** How the class of an image without one is called in the shards; no class is called so. */
  public static final String FOLDER = "%unlabelled";

  /** The same where classes are numbers. */
  public static final String NUMBER = "-999999999999999999";

  private Unlabelled() {}

  /** The name of a member of a shard, without what stands for a class where there is none. */
  static String visible(String name) {
    int slash = name.indexOf('/');
    String folder = name.substring(0, Math.max(0, slash));
    return folder.equals(FOLDER) || folder.equals(NUMBER) ? name.substring(slash + 1) : name;
  }
}
