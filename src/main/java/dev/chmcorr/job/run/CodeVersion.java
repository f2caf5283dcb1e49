package dev.chmcorr.job.run;

/** The version of this program, as its jar's manifest says. */
public final class CodeVersion {
  private CodeVersion() {}

  /** The version, or {@code development} outside a jar. */
  public static String current() {
    String version = CodeVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
