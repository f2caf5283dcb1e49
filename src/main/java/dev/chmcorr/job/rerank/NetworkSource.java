package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * The networks of a run. In a folder that has correspondences they may not be needed again: they
 * are shipped to the executors when it turns out that they are.
 */
final class NetworkSource {
  private final JobContext context;
  private final NetworkOptions options;
  private final String trunk;
  private final String chm;
  private final Precision precision;
  private NetworkSpec shipped;

  private NetworkSource(
      JobContext context, NetworkOptions options, Digests digests, Precision precision) {
    this.context = context;
    this.options = options;
    this.trunk = digests.trunk;
    this.chm = digests.chm;
    this.precision = precision;
  }

  private record Digests(String trunk, String chm) {}

  /**
   * The networks that options name.
   *
   * @param earlier record of the folder, or null
   */
  static NetworkSource of(JobContext context, NetworkOptions options, RunRecord earlier)
      throws IOException {
    Precision precision = precision(options, earlier);
    if (precision == Precision.AUTO) {
      NetworkSpec spec = NetworkSpec.ship(context, options);
      Digests digests = new Digests(spec.trunk().sha256(), spec.chm().sha256());
      NetworkSource source = new NetworkSource(context, options, digests, spec.precision());
      source.shipped = spec;
      return source;
    }
    Digests digests =
        new Digests(
            digest(context, "--model", options.model()), digest(context, "--chm", options.chm()));
    return new NetworkSource(context, options, digests, precision);
  }

  /** What AUTO came to in the folder's earlier run; stays AUTO where there is none. */
  private static Precision precision(NetworkOptions options, RunRecord earlier) {
    String then = earlier == null ? null : earlier.parameters().get(RerankIdentity.PRECISION);
    if (then == null) {
      return Precision.AUTO;
    }
    return Arrays.stream(Precision.values())
        .filter(precision -> options.precision() == Precision.AUTO)
        .filter(precision -> NetworkSpec.text(precision).equals(then))
        .findFirst()
        .orElse(options.precision());
  }

  private static String digest(JobContext context, String what, String file) throws IOException {
    Path path = context.store().path(file);
    if (context.store().require(what, path).isDirectory()) {
      throw new UserException("Cannot read %s %s: it is a folder".formatted(what, path));
    }
    return ModelFile.digest(context.store().system(path).open(path));
  }

  /** Digest of the trunk's archive. */
  String trunk() {
    return trunk;
  }

  /** Digest of the Hough matching network's archive. */
  String chm() {
    return chm;
  }

  /** The precision in which the folder's pairs are computed. */
  Precision precision() {
    return precision;
  }

  /** Ships the networks, once. */
  NetworkSpec ship() throws IOException {
    if (shipped == null) {
      shipped = NetworkSpec.ship(context, options);
      if (shipped.precision() != precision) {
        throw new UserException(
            "Cannot compare more pairs in %s: those of this folder are in %s; give --precision %s, or choose another --out"
                .formatted(
                    NetworkSpec.text(shipped.precision()),
                    NetworkSpec.text(precision),
                    precision.name().toLowerCase(Locale.ROOT)));
      }
    }
    return shipped;
  }
}
