package dev.chmcorr.job.method.patches;

import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.method.TrunkMethod;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.model.cells.CellNetwork;
import dev.chmcorr.model.trunk.TraceCheck;
import dev.chmcorr.table.PairCodec;
import java.util.Map;
import java.util.Set;

/** Each cell of the query's feature map, of any grid, with the most similar of the candidate's. */
public final class PatchMethod extends TrunkMethod {
  /** Its name. */
  public static final String NAME = "patches";

  /** Which cells count. */
  static final String MATCH = "patches-match";

  /** All of them. */
  static final String NEAREST = "nearest";

  /** Those that are each other's nearest. */
  static final String MUTUAL = "mutual";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Patches";
  }

  @Override
  public Set<ScoringOption> ignored() {
    return Set.of(ScoringOption.AXES, ScoringOption.PER_QUERY);
  }

  @Override
  public Map<String, String> settings(Map<String, String> given) {
    return choice(given, MATCH, NEAREST, MUTUAL);
  }

  @Override
  public TraceCheck.Output trunkOutput() {
    return TraceCheck.Output.ANY_MAP;
  }

  @Override
  public PairCodec codec() {
    return PatchCodec.INSTANCE;
  }

  @Override
  public PairComparer comparer(NetworkSpec networks, Map<String, String> settings) {
    return new PatchComparer(
        new CellNetwork(LoadedNetworks.trunk(networks)),
        settings.get(MATCH).equals(MUTUAL) ? Match.MUTUAL : Match.NEAREST);
  }
}
