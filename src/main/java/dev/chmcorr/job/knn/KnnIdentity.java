package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What a folder's rankings depend on: images, network, transform, precision, and how many
 * neighbours are kept. Those of each class may be asked for later: a folder without goes on with
 * them, and keeps them from then on.
 *
 * @param plain record of a run that keeps no neighbours of each class
 * @param perClass those that this run keeps
 */
record KnnIdentity(RunRecord plain, PerClass perClass) {

  /**
   * Of a run that starts now.
   *
   * @param earlier record of the folder, or null
   */
  static KnnIdentity of(KnnOptions options, RunRecord earlier, RunRecord plain) {
    boolean kept = earlier != null && !options.perClass().isAny();
    return new KnnIdentity(plain, kept ? PerClass.of(earlier) : options.perClass());
  }

  /** The record of a run as far as the common ranking goes. */
  static RunRecord plain(Storage store, KnnOptions options, DataSet data, NetworkSpec networks) {
    return RunRecord.of("knn", CodeVersion.current(), parameters(options, data, networks))
        .withInputs(inputs(store, options, networks));
  }

  private static Map<String, String> parameters(
      KnnOptions options, DataSet data, NetworkSpec networks) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().source());
    parameters.put("val", data.queries().source());
    parameters.put(EmbeddingSet.MODEL, networks.trunk().sha256());
    parameters.put(EmbeddingSet.TRANSFORM, Texts.lowerCase(options.transform()));
    parameters.put(EmbeddingSet.PRECISION, NetworkSpec.text(networks.precision()));
    networks.framing().parameters().forEach(parameters::put);
    parameters.put("k", String.valueOf(options.k()));
    if (options.sameImages() == KnnOptions.SameImages.EXCLUDED) {
      parameters.put("exclude_same_image", "true");
    }
    if (data.answers() != null) {
      parameters.put("truth_sha256", data.answers());
    }
    return parameters;
  }

  private static Map<String, String> inputs(
      Storage store, KnnOptions options, NetworkSpec networks) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("train", ImageLister.source(store, options.data().train()));
    inputs.put("val", ImageLister.source(store, options.data().val()));
    inputs.put("classes", Texts.lowerCase(options.data().classes()));
    inputs.putAll(options.data().input().recorded(store));
    inputs.put("model", networks.trunk().uri());
    return inputs;
  }

  /** The record of the run. */
  RunRecord run() {
    Map<String, String> parameters = new LinkedHashMap<>(plain.parameters());
    parameters.putAll(perClass.parameters());
    return RunRecord.of(plain.command(), plain.codeVersion(), parameters)
        .withInputs(plain.inputs());
  }

  /**
   * Claims the folder, also one that keeps no neighbours of each class yet.
   *
   * @param earlier its record, or null
   * @throws dev.chmcorr.domain.UserException if it was made with anything else
   */
  void claim(Storage store, Path folder, RunRecord earlier) throws IOException {
    if (earlier != null && perClass.isAny() && !PerClass.of(earlier).isAny()) {
      plain.claim(store, folder);
      run().write(store, folder);
    } else {
      run().claim(store, folder);
    }
  }
}
