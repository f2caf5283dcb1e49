package dev.chmcorr.cli;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.query.SchemaText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    header = "Explain the tables: columns, types, units, what may be null, what it means.%n",
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr schema",
      "  submit/chm-corr schema results",
      "  submit/chm-corr schema --format json"
    })
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "One table. Default: all")
  private String table;

  @Option(
      names = "--format",
      paramLabel = "text|markdown|json",
      defaultValue = "text",
      description = "How it is shown. Default: ${DEFAULT-VALUE}")
  private SchemaText.Format format;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      SchemaText.lines(table, format).forEach(out::println);
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    out.flush();
    return 0;
  }
}
