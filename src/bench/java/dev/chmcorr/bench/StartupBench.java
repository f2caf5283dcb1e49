package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Figure;
import dev.chmcorr.bench.results.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    header = "Seconds from the start of a process to its first result, step by step.%n",
    description = "Medians over new processes; files are in the system's cache.%n")
final class StartupBench implements Callable<Integer> {
  @Mixin private Material material;

  @Override
  public Integer call() throws Exception {
    System.out.println("machine: " + Machine.here());
    List<String> arguments =
        List.of(
            material.train().toString(),
            material.trunkArchive().toString(),
            material.chmArchive().toString());
    Path log = material.context("startup.log");
    Map<String, List<Double>> steps = new LinkedHashMap<>();
    for (int round = 0; round < material.rounds(); round++) {
      for (String line :
          Child.run(log, "2g", StartupProbe.class.getName(), arguments).output()) {
        String[] step = line.split("\t", 2);
        if (step.length == 2) {
          steps
              .computeIfAbsent(step[0], name -> new ArrayList<>())
              .add(Double.parseDouble(step[1]));
        }
      }
    }
    steps.forEach(
        (name, seconds) ->
            System.out.printf(
                Locale.ROOT,
                "  %-36s %8.3f s%n",
                name,
                Figure.median(seconds.stream().mapToDouble(s -> s).toArray())));
    return 0;
  }
}
