package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a folder's correspondences depend on: images, rankings, networks, transform, precision and
 * method. How they are scored is no part of it.
 */
final class RerankIdentity {
  static final String PRECISION = "precision";
  static final String RANKINGS = "rankings";

  private RerankIdentity() {}

  /**
   * How pairs are compared.
   *
   * @param candidates of each query
   */
  record Compared(RerankOptions options, int candidates) {}

  /** The record of a run that starts now. */
  static RunRecord of(
      Compared compared, DataSet data, NetworkSource networks, Dataset<Row> rankings) {
    RerankOptions options = compared.options();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().source() + ": " + DataSet.digest(data.gallery()));
    parameters.put("val", data.queries().source() + ": " + DataSet.digest(data.queries()));
    if (data.answers() != null) {
      parameters.put("truth_sha256", data.answers());
    }
    parameters.put(RANKINGS, digest(rankings));
    parameters.put("method", options.method());
    parameters.putAll(MethodRules.parameters(options, compared.candidates()));
    networks.digests().forEach((name, digest) -> parameters.put(name + "_sha256", digest));
    parameters.put("transform", Texts.lowerCase(options.transform()));
    options.networks().framing().parameters().forEach(parameters::put);
    parameters.put(PRECISION, NetworkSpec.text(networks.precision()));
    return RunRecord.of(FolderRecord.COMMAND, CodeVersion.current(), parameters);
  }

  /** From where everything that made the folder can be read again. */
  static Map<String, String> inputs(Storage store, RerankOptions options) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("train", ImageLister.source(store, options.data().train()));
    inputs.put("val", ImageLister.source(store, options.data().val()));
    inputs.put("classes", Texts.lowerCase(options.data().classes()));
    inputs.putAll(options.data().input().recorded(store));
    inputs.put("knn", store.path(options.knn()).toString());
    inputs.put("method", options.method());
    putPath(inputs, "model", store, options.networks().model());
    putPath(inputs, "chm", store, options.networks().chm());
    return inputs;
  }

  private static void putPath(Map<String, String> inputs, String name, Storage store, String file) {
    if (file != null) {
      inputs.put(name, store.path(file).toString());
    }
  }

  /** The same for the same ids at the same ranks, in whatever order the rows come. */
  static String digest(Dataset<Row> rankings) {
    Row row =
        rankings
            .agg(
                count(lit(1)),
                expr("coalesce(sum(xxhash64(query_id, rank, gallery_id) % 1000000007), 0)"))
            .first();
    return row.getLong(0) + " rows, " + row.getLong(1);
  }
}
