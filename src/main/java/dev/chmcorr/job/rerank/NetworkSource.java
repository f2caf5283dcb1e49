package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunId;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The networks of a run. In a folder that has correspondences they may not be needed again: they
 * are shipped to the executors when it turns out that they are, and released when this is closed.
 */
final class NetworkSource implements AutoCloseable {
  private final JobContext context;
  private final ComparisonMethod method;
  private final NetworkOptions options;
  private Map<String, String> digests;
  private Precision precision;
  private RunScope scope;
  private NetworkSpec shipped;

  private NetworkSource(JobContext context, ComparisonMethod method, NetworkOptions options) {
    this.context = context;
    this.method = method;
    this.options = options;
  }

  /**
   * The networks that a method needs.
   *
   * @param given may name others too
   * @param earlier record of the folder, or null
   */
  static NetworkSource of(
      JobContext context, ComparisonMethod method, NetworkOptions given, RunRecord earlier)
      throws IOException {
    NetworkSource source = new NetworkSource(context, method, method.networks(given));
    context.describe("read the networks' archives");
    source.precision = source.precision(earlier);
    NetworkSpec spec =
        source.precision == Precision.AUTO || earlier == null
            ? source.ship()
            : source.describe(source.precision);
    source.digests = new LinkedHashMap<>();
    method.identity(spec).forEach((name, file) -> source.digests.put(name, file.sha256()));
    return source;
  }

  /** The one that is asked for; for AUTO what it came to in the folder's earlier run, if any. */
  private Precision precision(RunRecord earlier) {
    String then = earlier == null ? null : earlier.parameters().get(RerankIdentity.PRECISION);
    return options.precision() != Precision.AUTO || then == null
        ? options.precision()
        : Arrays.stream(Precision.values())
            .filter(known -> NetworkSpec.text(known).equals(then))
            .findFirst()
            .orElse(Precision.AUTO);
  }

  private NetworkSpec describe(Precision computed) throws IOException {
    return new NetworkSpec(
        new RunId("", List.of()),
        describe("--model", options.model()),
        describe("--chm", options.chm()),
        computed,
        options.device(),
        options.batch(),
        options.framing());
  }

  private ModelFile describe(String option, String archive) throws IOException {
    if (archive == null) {
      return null;
    }
    Path path = context.store().path(archive);
    if (context.store().require(option, path).isDirectory()) {
      throw new UserException("Cannot read %s %s: it is a folder".formatted(option, path));
    }
    String digest = ModelFile.digest(context.store().system(path).open(path));
    return new ModelFile(path.toString(), digest, null, null);
  }

  /** Digests of the archives that the numbers depend on, by the method's names for them. */
  Map<String, String> digests() {
    return digests;
  }

  /** The precision in which the folder's pairs are computed. */
  Precision precision() {
    return precision;
  }

  /** Ships the networks, once. */
  NetworkSpec ship() throws IOException {
    if (shipped == null) {
      scope = RunScope.begin(context);
      // AUTO goes on in the precision that the folder's pairs have, whatever this machine prefers.
      shipped = NetworkSpec.ship(context, scope.run(), options.in(precision));
      shipped.checkTrunk(context, method.trunkOutput());
      precision = shipped.precision();
    }
    return shipped;
  }

  @Override
  public void close() {
    if (scope != null) {
      scope.close();
    }
  }
}
