package dev.chmcorr.model.importer;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.checkpoint.Checkpoint;
import dev.chmcorr.model.checkpoint.CheckpointEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a network in a checkpoint: in any of its dictionaries, under names with any prefix. What it
 * finds is one network or none: where there are several, the user chooses.
 */
public final class NetworkSearch {
  /** Networks in a message. */
  private static final int SHOWN = 6;

  private static final int MAX_SHOWN = 800;

  private final Checkpoint checkpoint;
  private final Wanted wanted;

  private NetworkSearch(Checkpoint checkpoint, Wanted wanted) {
    this.checkpoint = checkpoint;
    this.wanted = wanted;
  }

  /**
   * Finds a network.
   *
   * @throws UserException if there is none, or several are as chosen
   */
  public static FoundNetwork find(Checkpoint checkpoint, Wanted wanted, NetworkChoice choice) {
    return new NetworkSearch(checkpoint, wanted).find(choice);
  }

  private FoundNetwork find(NetworkChoice choice) {
    Candidate one = one(choice);
    String rival = KnownArchitectures.rival(wanted, one.entry().names());
    if (rival != null) {
      throw cannot(rival);
    }
    return new FoundNetwork(
        new PrefixedStateDict(one.entry().tensors(), one.prefix()),
        one.entry().path(),
        one.prefix());
  }

  /** The chosen candidate; without a whole one, the only one of which a part is there. */
  private Candidate one(NetworkChoice choice) {
    List<Candidate> whole = candidates(wanted.signs());
    List<Candidate> all = whole.isEmpty() ? candidates(wanted.signs().subList(0, 1)) : whole;
    if (all.isEmpty() || (whole.isEmpty() && Aliases.merged(all).size() > 1)) {
      throw cannot(KnownArchitectures.absence(wanted, checkpoint));
    }
    List<Candidate> chosen =
        all.stream().filter(c -> choice.fits(c.entry().path(), c.prefix())).toList();
    if (chosen.isEmpty()) {
      throw new UserException(
          "Invalid%s: %s holds %s under other names; choose from%s"
              .formatted(
                  choice,
                  checkpoint.source(),
                  wanted.network(),
                  Printable.of(options(all, choice), MAX_SHOWN)));
    }
    List<Candidate> networks = Aliases.merged(chosen);
    if (networks.size() > 1) {
      throw cannot(
          "it holds %d such networks; choose one by%s"
              .formatted(networks.size(), options(networks, NetworkChoice.of(null, null))));
    }
    return networks.get(0);
  }

  private UserException cannot(String reason) {
    return new UserException(
        "Cannot import %s as %s: %s"
            .formatted(checkpoint.source(), wanted.network(), Printable.of(reason, MAX_SHOWN)));
  }

  /** Where all signs are, under one prefix. */
  private List<Candidate> candidates(List<String> signs) {
    List<Candidate> found = new ArrayList<>();
    String first = signs.get(0);
    for (CheckpointEntry entry : checkpoint.entries()) {
      Set<String> names = entry.names();
      for (String name : names) {
        if (name.equals(first) || name.endsWith("." + first)) {
          String prefix = name.substring(0, name.length() - first.length());
          if (signs.stream().allMatch(sign -> names.contains(prefix + sign))) {
            found.add(new Candidate(entry, prefix));
          }
        }
      }
    }
    return found;
  }

  /** The options that tell candidates apart, and those that were given. */
  private static String options(List<Candidate> candidates, NetworkChoice given) {
    Set<String> entries = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (Candidate candidate : candidates) {
      entries.add(candidate.entry().path());
      prefixes.add(candidate.prefix());
    }
    boolean byEntry = entries.size() > 1 || given.entry().isPresent();
    boolean byPrefix =
        (entries.size() < candidates.size() && prefixes.size() > 1) || given.prefix().isPresent();
    String shown =
        candidates.stream()
            .limit(SHOWN)
            .map(
                c ->
                    (byEntry ? " --entry " + c.entry().path() : "")
                        + (byPrefix
                            ? " --prefix " + (c.prefix().isEmpty() ? "''" : c.prefix())
                            : ""))
            .collect(Collectors.joining(","));
    int more = candidates.size() - SHOWN;
    return shown + (more > 0 ? " (and %d more)".formatted(more) : "");
  }
}
