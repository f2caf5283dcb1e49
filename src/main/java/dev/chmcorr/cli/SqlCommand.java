package dev.chmcorr.cli;

import dev.chmcorr.job.query.SqlJob;
import dev.chmcorr.job.query.SqlMistake;
import dev.chmcorr.job.query.SqlOptions;
import dev.chmcorr.job.run.Sessions;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    header = "Ask the tables of runs in Spark SQL.%n",
    description = {
      "",
      "Each table of a run is a view: queries, rankings, correspondences, results, errors, whatever the folder holds, and gallery_embeddings and query_embeddings of the ranking. Each has a second name after the run's folder, such as birds_chm_results for runs/birds-chm; of several runs, a name without it means the first run that has the table. chm-corr schema explains the columns.",
      "Without a query it asks for them, until exit; what stands in standard input is run if that is no terminal.",
      "It only reads: statements that write, load or call programs are refused.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr sql runs/birds-chm 'SELECT class, count(*) FROM queries GROUP BY class'",
      "  submit/chm-corr sql runs/birds-chm 'SELECT * FROM results' --out results.csv",
      "  submit/chm-corr sql runs/birds-chm runs/masked-chm -f compare.sql",
      "  submit/chm-corr sql runs/birds-chm"
    })
final class SqlCommand extends SparkCommand {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|QUERY",
      description =
          "Folders of runs, then the query in quotes. Several queries are separated by semicolons.")
  private List<String> words;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE.sql",
      description = "Read the query from a file.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "table|csv|json|parquet",
      description =
          "How rows are shown; json has an object on each line. Default: as the end of --out says, else table")
  private SqlOptions.Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the rows to this file, one that is there is replaced.")
  private String out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Rows of a table that are shown. Default: 50")
  private Integer limit;

  @Override
  String kept() {
    return "it only reads";
  }

  @Override
  SparkSession open(String name) {
    return Sessions.openForAnyQuery(name);
  }

  @Override
  Job job() {
    SqlOptions options = new SqlOptions(words, file, SqlOptions.Output.of(format, out, limit));
    return context -> SqlJob.run(context, options, System.in);
  }

  @Override
  public Integer call() throws Exception {
    try {
      return super.call();
    } catch (SqlMistake e) {
      spec.commandLine().getErr().println("chm-corr: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return CommandLine.ExitCode.USAGE;
    }
  }
}
