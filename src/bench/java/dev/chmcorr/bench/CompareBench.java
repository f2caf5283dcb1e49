package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Comparison;
import dev.chmcorr.bench.results.Results;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    header = "What changed between two results by more than the spread of their rounds.%n")
final class CompareBench implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD.json", description = "Written by all, or by --json.")
  private Path old;

  @Parameters(index = "1", paramLabel = "NEW.json", description = "The same.")
  private Path recent;

  @Override
  public Integer call() throws Exception {
    new Comparison(Results.read(old), Results.read(recent)).lines().forEach(System.out::println);
    return 0;
  }
}
