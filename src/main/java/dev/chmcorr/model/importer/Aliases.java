package dev.chmcorr.model.importer;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes for one network what is the same tensors under several names, as when a checkpoint is saved
 * with "model" and "state_dict" of one dictionary. Where more than one of the names says which
 * network it is, such as "teacher" and "student", several were meant, and the user chooses.
 */
final class Aliases {
  /** Of more candidates none are compared, so that a file cannot make this long. */
  private static final int MOST = 32;

  private Aliases() {}

  /** The candidates in their order, each network once. */
  static List<Candidate> merged(List<Candidate> candidates) {
    if (candidates.size() > MOST) {
      return candidates;
    }
    List<Candidate> networks = new ArrayList<>();
    for (List<Candidate> same : groups(candidates)) {
      long distinct = same.stream().filter(candidate -> !candidate.isPlain()).count();
      networks.addAll(distinct > 1 ? same : List.of(first(same)));
    }
    return networks;
  }

  private static Candidate first(List<Candidate> same) {
    return same.stream().filter(Candidate::isPlain).findFirst().orElse(same.get(0));
  }

  private static List<List<Candidate>> groups(List<Candidate> candidates) {
    List<List<Candidate>> groups = new ArrayList<>();
    for (Candidate candidate : candidates) {
      List<Candidate> group =
          groups.stream()
              .filter(same -> same.get(0).isSame(candidate))
              .findFirst()
              .orElseGet(
                  () -> {
                    List<Candidate> added = new ArrayList<>();
                    groups.add(added);
                    return added;
                  });
      group.add(candidate);
    }
    return groups;
  }
}
