package dev.chmcorr.model.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * TorchScript as archives hold it, and what would keep it from running on a CUDA device: each call
 * is looked up in {@link CudaOperators}, each tensor made must be told to lie where another does.
 *
 * @param text source of all classes
 * @param constants the archive's pickle of tensors that the code names
 */
record ArchiveCode(String text, List<Byte> constants) {
  /** Protocol-2 pickle of the empty tuple. */
  private static final List<Byte> NO_CONSTANTS =
      List.of((byte) 0x80, (byte) 2, (byte) 41, (byte) 46);

  private static final Pattern CALL =
      Pattern.compile("((?:[A-Za-z_][\\w.]*|\\([^()]*\\)[\\w.]*)\\.)?([A-Za-z_]\\w*)\\(");
  private static final Pattern NO_CALL = Pattern.compile("\\b(?:def|class)\\s+$");
  private static final Pattern OWN_METHOD = Pattern.compile("\\(self(\\.\\w+)?\\)\\.");
  private static final List<String> WORDS = List.of("range", "annotate");
  private static final String DEVICE_OF = "ops\\.prim\\.device\\([^()]*\\)";
  private static final Pattern INNER_CALL = Pattern.compile("[\\w.]+\\([^()]*\\)");
  private static final Pattern DEVICE = Pattern.compile("\\bdevice=(\\w+)");

  static ArchiveCode of(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<String> sources = new ArrayList<>();
      List<Byte> constants = new ArrayList<>();
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().matches("[^/]+/code/.*\\.py")) {
          sources.add(new String(bytes, StandardCharsets.UTF_8));
        } else if (entry.getName().matches("[^/]+/constants\\.pkl")) {
          for (byte b : bytes) {
            constants.add(b);
          }
        }
      }
      return new ArchiveCode(String.join("\n", sources), constants);
    }
  }

  static ArchiveCode of(String text) {
    return new ArchiveCode(text, NO_CONSTANTS);
  }

  /** Names of the operators that it calls. */
  List<String> operators() {
    return calls().stream().map(Call::operator).distinct().sorted().toList();
  }

  /** What would fail on a CUDA device; empty if nothing would. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!constants.equals(NO_CONSTANTS)) {
      faults.add("constants.pkl holds something");
    }
    String code = stripped();
    for (Call call : calls()) {
      String fault =
          switch (CudaOperators.kind(call.operator)) {
            case CUDA, LANGUAGE -> null;
            case CPU -> "has no CUDA kernel";
            case UNKNOWN -> "is not known to have a CUDA kernel";
            case MADE -> call.isMadeBesideAnother(code) ? null : "makes a tensor on the processor";
          };
      if (fault != null) {
        faults.add("%s(%s) %s".formatted(call.operator, call.arguments, fault));
      }
    }
    return faults;
  }

  private List<Call> calls() {
    String code = stripped();
    List<Call> calls = new ArrayList<>();
    Matcher call = CALL.matcher(code);
    for (int from = 0; call.find(from); from = call.end()) {
      String owner = call.group(1) == null ? "" : call.group(1);
      boolean defines = NO_CALL.matcher(code.substring(0, call.start())).find();
      boolean isWord = owner.isEmpty() && WORDS.contains(call.group(2));
      if (!defines && !isWord && !OWN_METHOD.matcher(owner).matches()) {
        calls.add(new Call(operator(owner, call.group(2)), arguments(code, call.end())));
      }
    }
    return calls;
  }

  private static String operator(String owner, String name) {
    return owner.equals("torch.") ? name : owner.replaceFirst("^ops\\.", "") + name;
  }

  /** Without comments and the contents of strings. */
  private String stripped() {
    return text.lines()
        .map(line -> line.replaceAll("\"[^\"]*\"", "\"\"").replaceFirst("#.*", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String arguments(String code, int from) {
    int depth = 1;
    int to = from;
    while (depth > 0) {
      char c = code.charAt(to++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return code.substring(from, to - 1);
  }

  private record Call(String operator, String arguments) {
    /** Whether it is given the device of a tensor, by itself or by a variable. */
    boolean isMadeBesideAnother(String code) {
      String own = arguments.replaceAll(DEVICE_OF, "DEVICE_OF");
      while (INNER_CALL.matcher(own).find()) {
        own = INNER_CALL.matcher(own).replaceAll("");
      }
      Matcher device = DEVICE.matcher(own);
      return device.find()
          && (device.group(1).equals("DEVICE_OF")
              || Pattern.compile("\\b%s = %s".formatted(device.group(1), DEVICE_OF))
                  .matcher(code)
                  .find());
    }
  }
}
