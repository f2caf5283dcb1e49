package dev.chmcorr.model.importer;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import dev.chmcorr.model.checkpoint.StateDict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The convolutional part of a bottleneck ResNet, ready to be written: an object of class {@code
 * Trunk} in {@code trunk.py}. Depth and width are read off the checkpoint's shapes.
 *
 * @param module holds the weights, which are read when they are written
 * @param blocks number of blocks of each stage
 * @param dimension channels of the last stage
 */
record ResNetTrunk(TorchModule module, List<Integer> blocks, int dimension) {
  /**
   * Finds a trunk in a checkpoint, without reading weights.
   *
   * @param network what the checkpoint should hold, for messages
   * @param stages how many of the four stages are wanted, e.g. 3 for up to {@code layer3}
   * @param key gives the checkpoint's key, or prefix of keys, for torchvision's
   * @throws UserException naming what is missing, misshapen, or of another network
   */
  static ResNetTrunk find(StateDict dict, String network, int stages, UnaryOperator<String> key) {
    Finder finder = new Finder(dict, key);
    finder.refuseBasicBlocks(network, stages);
    List<Integer> blocks = finder.run(stages);
    finder.refuseOthers(stages);
    finder.shapes.orThrow(network);
    TorchModule module =
        new TorchModule("Trunk")
            .tensors("weights", tensors(finder, true))
            .tensors("biases", tensors(finder, false))
            .numbers("blocks", blocks)
            .flag("bf16", false);
    return new ResNetTrunk(module, blocks, finder.channels);
  }

  /**
   * Number of convolutions on the longest path, by which ResNets are named, with the classifier.
   */
  int depth() {
    return 2 + 3 * blocks.stream().mapToInt(Integer::intValue).sum();
  }

  private static List<TorchTensor> tensors(Finder finder, boolean weights) {
    return finder.convolutions.stream().map(c -> weights ? c.weight() : c.bias()).toList();
  }

  /** Walks through the network in the order in which {@code trunk.py} runs it. */
  private static final class Finder {
    private final StateDict dict;
    private final UnaryOperator<String> key;
    private final ShapeCheck shapes;
    private final List<FoldedConvolution> convolutions = new ArrayList<>();
    private final Set<String> expected = new HashSet<>();

    /** Channels after what was walked through; {@link ShapeCheck#ANY} where the shape is wrong. */
    private int channels = 3;

    Finder(StateDict dict, UnaryOperator<String> key) {
      this.dict = dict;
      this.key = key;
      this.shapes = new ShapeCheck(dict);
    }

    List<Integer> run(int stages) {
      channels = convolution("conv1", "bn1", ShapeCheck.ANY, channels, 7);
      List<Integer> blocks = new ArrayList<>();
      for (int stage = 1; stage <= stages; stage++) {
        int block = 0;
        do {
          block("layer%d.%d.".formatted(stage, block), block == 0);
          block++;
        } while (exists("layer%d.%d.".formatted(stage, block)));
        blocks.add(block);
      }
      return blocks;
    }

    private void block(String name, boolean first) {
      int in = channels;
      int narrow = convolution(name + "conv1", name + "bn1", ShapeCheck.ANY, in, 1);
      convolution(name + "conv2", name + "bn2", narrow, narrow, 3);
      int out = first ? ShapeCheck.ANY : in;
      channels = convolution(name + "conv3", name + "bn3", out, narrow, 1);
      if (first) {
        convolution(name + "downsample.0", name + "downsample.1", channels, in, 1);
      }
    }

    private int convolution(String name, String norm, int out, int in, int side) {
      String kernel = key.apply(name + ".weight");
      int found = shapes.expect(kernel, out, in, side, side);
      expected.add(kernel);
      String prefix = key.apply(norm + ".");
      for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
        shapes.expect(prefix + part, found);
        expected.add(prefix + part);
      }
      convolutions.add(new FoldedConvolution(dict, kernel, prefix));
      return found;
    }

    /** Those of ResNet-18 and 34, of two convolutions. */
    void refuseBasicBlocks(String network, int stages) {
      int[] kernel = dict.shape(key.apply("layer1.0.conv1.weight"));
      if (exists("layer1.0.conv3.") || kernel == null || kernel.length != 4 || kernel[3] != 3) {
        return;
      }
      List<Integer> blocks = new ArrayList<>();
      for (int stage = 1; stage <= stages; stage++) {
        int count = 0;
        while (exists("layer%d.%d.".formatted(stage, count))) {
          count++;
        }
        blocks.add(count);
      }
      String name = "";
      if (stages == 4) {
        int depth = 2 + 2 * blocks.stream().mapToInt(Integer::intValue).sum();
        name = ", as ResNet-%d".formatted(depth);
      }
      throw new UserException(
          "Cannot import %s as %s: it has basic blocks %s%s, which are not supported; take one of bottleneck blocks, as ResNet-50"
              .formatted(dict.source(), network, blocks, name));
    }

    /** Tensors among those of the trunk that change what it computes: attention, biases. */
    void refuseOthers(int stages) {
      List<String> parts =
          Stream.concat(
                  Stream.of("conv1.", "bn1.", "layer4.2.", "layer4.3.").limit(stages == 4 ? 4 : 2),
                  IntStream.rangeClosed(1, stages).mapToObj("layer%d."::formatted))
              .map(key)
              .toList();
      for (String name : dict.names()) {
        if (!expected.contains(name)
            && !name.endsWith(".num_batches_tracked")
            && parts.stream().anyMatch(name::startsWith)) {
          shapes.problem("it has %s, which no plain ResNet has".formatted(dict.nameInFile(name)));
        }
      }
    }

    private boolean exists(String prefix) {
      String start = key.apply(prefix);
      return dict.names().stream().anyMatch(name -> name.startsWith(start));
    }
  }
}
