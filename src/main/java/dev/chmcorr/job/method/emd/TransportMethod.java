package dev.chmcorr.job.method.emd;

import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.method.TrunkMethod;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.model.cells.CellNetwork;
import dev.chmcorr.table.PairCodec;
import java.util.Map;
import java.util.Set;

/**
 * EMD-Corr: the attention of the query's cells flows to those of the candidate, and the five pairs
 * of cells between which most flows count.
 */
public final class TransportMethod extends TrunkMethod {
  /** Its name. */
  public static final String NAME = "emd";

  /** When the flows are taken for settled. */
  static final String STOP = "emd-stop";

  /** All candidates of a query, and the query against itself, stop together. */
  static final String PUBLISHED = "published";

  /** Each pair stops by itself. */
  static final String PAIR = "pair";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "EMD-Corr";
  }

  @Override
  public Set<ScoringOption> ignored() {
    return Set.of(ScoringOption.THRESHOLD, ScoringOption.AXES, ScoringOption.PER_QUERY);
  }

  @Override
  public Map<String, String> settings(Map<String, String> given) {
    return choice(given, STOP, PUBLISHED, PAIR);
  }

  @Override
  public boolean dependsOnCompany(Map<String, String> settings) {
    return settings.get(STOP).equals(PUBLISHED);
  }

  @Override
  public PairCodec codec() {
    return TransportCodec.INSTANCE;
  }

  @Override
  public PairComparer comparer(NetworkSpec networks, Map<String, String> settings) {
    return new TransportComparer(
        new CellNetwork(LoadedNetworks.trunk(networks)),
        dependsOnCompany(settings) ? Stop.TOGETHER : Stop.ALONE);
  }
}
