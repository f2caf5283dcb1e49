package dev.chmcorr.model.importer;

import dev.chmcorr.model.checkpoint.Checkpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells networks by what their tensors are called, to say what a checkpoint holds instead. */
final class KnownArchitectures {
  private static final String HOUGH = "a Hough matching network, which import-model chm takes";
  private static final String INAT = "BBN's iNaturalist ResNet, which import-model inat takes";
  private static final String RESNET = "a ResNet, which import-model resnet takes";

  /** Names of tensors in a message. */
  private static final int SHOWN = 4;

  /** Longer names are of no network. */
  private static final int MAX_NAME = 200;

  /** Kinds, first in the list, that have a trunk of torchvision's names inside. */
  private static final int RIVALS = 2;

  /** Names that are looked at: enough for any network. */
  private static final int MAX_NAMES = 20_000;

  /**
   * A network.
   *
   * @param name with article
   * @param key of one of its tensors, after any prefix
   */
  private record Kind(String name, Pattern key) {}

  /** The first that fits counts. */
  private static final List<Kind> KINDS =
      List.of(
          kind(HOUGH, "learner\\.chm[46]d\\..*"),
          kind(INAT, "[cr]b_block\\.conv1\\.weight"),
          kind("a CLIP network", "(visual\\.proj|visual\\.attnpool\\..*|vision_model\\..*)"),
          kind("a Swin Transformer", "layers\\.\\d\\.blocks\\.\\d+\\.attn\\..*"),
          kind("a Swin Transformer", "features\\.\\d\\.\\d+\\.attn\\..*"),
          kind(
              "a Vision Transformer",
              "(blocks\\.\\d+\\.attn\\.qkv\\.weight|encoder_layer_\\d+\\..*|encoder\\.layer\\.\\d+\\.attention\\..*)"),
          kind("a ConvNeXt", "(dwconv\\.weight|conv_dw\\.weight|layer_scale)"),
          kind(
              "an EfficientNet",
              "(_conv_stem\\.weight|conv_stem\\.weight|features\\.1\\.0\\.block\\.0\\.0\\.weight)"),
          kind("a DenseNet", "denselayer1\\.conv1\\.weight"),
          kind("an Inception network", "(Conv2d_1a_3x3\\..*|inception3a\\..*)"),
          kind("a MobileNet", "features\\.1\\.(conv|block)\\.0\\.0\\.weight"),
          kind("a RegNet", "trunk_output\\.block1\\..*"),
          kind("a ResNet of detectron2", "res2\\.0\\.conv1\\.weight"),
          kind("a ResNet of transformers", "embedder\\.embedder\\.convolution\\.weight"),
          kind("a ResNet as nn.Sequential", "4\\.0\\.conv1\\.weight"),
          kind("a ResNet with a stem of three convolutions", "conv1\\.0\\.weight"),
          kind("a SqueezeNet", "features\\.\\d+\\.squeeze\\.weight"),
          kind("a VGG or AlexNet", "features\\.0\\.weight"),
          kind(RESNET, "layer1\\.0\\.conv1\\.weight"));

  private KnownArchitectures() {}

  private static Kind kind(String name, String key) {
    return new Kind(name, Pattern.compile("(.*\\.)?" + key));
  }

  /** Says that a network is not there, and what is instead. */
  static String absence(Wanted wanted, Checkpoint checkpoint) {
    Set<String> names =
        checkpoint.entries().stream()
            .flatMap(entry -> entry.names().stream())
            .filter(name -> name.length() <= MAX_NAME)
            .limit(MAX_NAMES)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String other = first(KINDS, wanted, names);
    if (other != null) {
      return other;
    }
    int more = names.size() - SHOWN;
    return "%s is missing, under any prefix; its keys are %s%s"
        .formatted(
            wanted.signs().get(wanted.signs().size() - 1),
            names.stream().limit(SHOWN).collect(Collectors.joining(", ")),
            more > 0 ? " (and %d more)".formatted(more) : "");
  }

  /**
   * Says that tensors are of another network that has a trunk of the same names; null if they are
   * not.
   */
  static String rival(Wanted wanted, Set<String> names) {
    return first(KINDS.subList(0, RIVALS), wanted, names);
  }

  private static String first(List<Kind> kinds, Wanted wanted, Set<String> names) {
    for (Kind kind : kinds) {
      for (String name : names) {
        if (!kind.name().endsWith("import-model %s takes".formatted(wanted.command()))
            && name.length() <= MAX_NAME
            && kind.key().matcher(name).matches()) {
          return "its keys are those of %s (%s)".formatted(kind.name(), name);
        }
      }
    }
    return null;
  }
}
