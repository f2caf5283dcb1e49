package dev.chmcorr.cli.options;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say which of the queries a run takes. */
public final class QueriesMixin {
  @ArgGroup(
      validate = false,
      order = 900,
      heading =
          "%nSome queries only, to look before a long run; one of three. The same command without it does the rest:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--queries",
        paramLabel = "IDS",
        description = "Ids and ranges of ids, as 3,17,20-29; ids are positions in all of --val.")
    private String ids;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "The first N, which are of the first classes.")
    private Integer first;

    @Option(
        names = "--sample",
        paramLabel = "N",
        description = "N drawn at random; a larger sample holds the smaller one.")
    private Integer sample;

    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "Of --sample: another one draws others. Default: 0")
    private Long seed;
  }

  /**
   * What was given.
   *
   * @throws UserException if that is no sense
   */
  public QuerySelection selection() {
    int given = count(group.ids) + count(group.first) + count(group.sample);
    if (given > 1) {
      throw new UserException("Invalid options: give one of --queries, --limit and --sample");
    }
    if (group.seed != null && group.sample == null) {
      throw new UserException("Invalid --seed: there is no --sample that it would be for");
    }
    if (group.ids != null) {
      return QuerySelection.Ids.of(group.ids);
    }
    if (group.first != null) {
      return new QuerySelection.First(group.first);
    }
    return group.sample == null
        ? QuerySelection.ALL
        : new QuerySelection.Sample(group.sample, group.seed == null ? 0 : group.seed);
  }

  private static int count(Object option) {
    return option == null ? 0 : 1;
  }
}
