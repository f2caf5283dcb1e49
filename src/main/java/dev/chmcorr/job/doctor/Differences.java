package dev.chmcorr.job.doctor;

import dev.chmcorr.job.doctor.Examination.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** In what processes differ that should be alike. */
final class Differences {
  /** An executor that takes so many times longer than the fastest is told of. */
  private static final double SLOW = 1.5;

  private Differences() {}

  /** One line for each thing in which some differ. */
  static List<String> of(List<Examination> all) {
    List<Examination> executors = all.stream().filter(one -> one.torch() != null).toList();
    List<String> lines = new ArrayList<>();
    aspects().forEach((name, aspect) -> compare(name, all, aspect, lines));
    ofExecutors().forEach((name, aspect) -> compare(name, executors, aspect, lines));
    compareSpeed(executors, lines);
    return lines;
  }

  private static Map<String, Function<Examination, Object>> aspects() {
    Map<String, Function<Examination, Object>> aspects = new LinkedHashMap<>();
    aspects.put("chm-corr", one -> one.software().program());
    aspects.put("Java", one -> one.software().java());
    aspects.put("Spark", one -> one.software().spark());
    aspects.put("file names", one -> one.software().encoding());
    aspects.put("file systems", Examination::fileSystems);
    return aspects;
  }

  private static Map<String, Function<Examination, Object>> ofExecutors() {
    Map<String, Function<Examination, Object>> aspects = new LinkedHashMap<>();
    aspects.put("libtorch", one -> "%s %s".formatted(one.torch().version(), one.torch().flavor()));
    aspects.put("GPUs", one -> one.torch().gpus());
    aspects.put("precision", one -> one.torch().precision());
    aspects.put("processor", one -> one.processor().model());
    aspects.put("processor features", one -> one.processor().features());
    aspects.put("cores", one -> one.processor().cores());
    aspects.put("tasks at once", one -> one.processor().tasks());
    aspects.put("heap (MiB)", one -> one.memory().heapMib());
    return aspects;
  }

  private static void compare(
      String name,
      List<Examination> processes,
      Function<Examination, Object> aspect,
      List<String> lines) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (Examination one : processes) {
      places.computeIfAbsent(words(aspect.apply(one)), value -> new ArrayList<>()).add(who(one));
    }
    if (places.size() > 1) {
      lines.add(
          places.entrySet().stream()
              .map(
                  entry ->
                      "%s on %s".formatted(entry.getKey(), String.join(", ", entry.getValue())))
              .collect(Collectors.joining("; ", name + ": ", "")));
    }
  }

  private static String words(Object value) {
    String text =
        value instanceof List<?> list ? list.toString().replaceAll("[\\[\\]]", "") : "" + value;
    return text.isEmpty() ? "none" : text;
  }

  private static String who(Examination one) {
    return "%s (%s)".formatted(one.place(), one.host());
  }

  private static void compareSpeed(List<Examination> executors, List<String> lines) {
    Map<String, Map<Double, String>> speeds = new TreeMap<>();
    for (Examination one : executors) {
      for (Timing timing : one.timings()) {
        if (timing.error() == null) {
          speeds
              .computeIfAbsent(timing.network(), name -> new TreeMap<>())
              .put(timing.milliseconds(), who(one));
        }
      }
    }
    speeds.forEach((network, times) -> compareSpeed(network, new TreeMap<>(times), lines));
  }

  private static void compareSpeed(
      String network, TreeMap<Double, String> times, List<String> lines) {
    double fastest = times.firstKey();
    double slowest = times.lastKey();
    if (slowest > SLOW * fastest) {
      lines.add(
          String.format(
              Locale.ROOT,
              "speed of %s: %.1f ms on %s, %.1f ms on %s",
              network,
              fastest,
              times.get(fastest),
              slowest,
              times.get(slowest)));
    }
  }
}
