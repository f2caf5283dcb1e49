package dev.chmcorr.cli;

import dev.chmcorr.domain.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/** One of a few words, which messages list as one types them. */
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  private Choice(Class<E> type) {
    this.type = type;
  }

  /** Has a command and its subcommands read all their choices so. */
  static void registerAll(CommandLine line) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      for (Class<?> type : argument.auxiliaryTypes()) {
        if (type.isEnum()) {
          register(line, type);
        }
      }
    }
    line.getSubcommands().values().forEach(Choice::registerAll);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void register(CommandLine line, Class<?> type) {
    line.registerConverter((Class) type, new Choice(type));
  }

  @Override
  public E convert(String typed) {
    Optional<E> choice =
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> word(constant).equalsIgnoreCase(typed.replace('_', '-')))
            .findFirst();
    return choice.orElseThrow(() -> new TypeConversionException(refusal(typed)));
  }

  private String refusal(String typed) {
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Choice::word).toList();
    return "'%s' is not one of %s%s"
        .formatted(typed, String.join("|", words), Suggestion.after(typed, words));
  }

  private static String word(Enum<?> constant) {
    return Texts.lowerCase(constant).replace('_', '-');
  }
}
