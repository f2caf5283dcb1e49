package dev.chmcorr.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chmcorr.pickle.RawPickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes weights as others do: torch.save's zip around a pickle made by hand, and safetensors. */
public final class SavedWeights {
  private final RawPickle pickle = new RawPickle();
  private final Map<String, byte[]> storages = new LinkedHashMap<>();
  private int next;

  /** For what stands around the weights. */
  public RawPickle pickle() {
    return pickle;
  }

  /** The tensors that follow are in the storages of the first. */
  public SavedWeights again() {
    next = 0;
    return this;
  }

  /** Leaves a dictionary of all tensors on the stack, each name behind a prefix. */
  public SavedWeights dict(String prefix, StateDict weights) {
    pickle.ops("}");
    return add(prefix, weights);
  }

  /** Adds tensors to the dictionary on the stack. */
  public SavedWeights add(String prefix, StateDict weights) {
    pickle.ops("(");
    for (String name : weights.names()) {
      pickle.text(prefix + name);
      tensor(weights.tensor(name));
    }
    pickle.ops("u");
    return this;
  }

  /** Leaves a tensor on the stack. */
  public SavedWeights tensor(TensorData tensor) {
    String key = Integer.toString(next++);
    storages.put(key, Checkpoints.floats(tensor.values()));
    long[] sizes = Arrays.stream(tensor.shape()).asLongStream().toArray();
    long[] strides = new long[sizes.length];
    long step = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = step;
      step *= sizes[d];
    }
    Checkpoints.tensor(pickle, key, tensor.values().length, 0, sizes, strides);
    return this;
  }

  /** The file of what is on the stack. */
  public Path zip(Path folder) throws IOException {
    return Checkpoints.zip(folder, pickle.end(), storages);
  }

  /** A safetensors file of float32. */
  public static Path safetensors(Path file, String prefix, StateDict weights) throws IOException {
    ObjectNode header = new ObjectMapper().createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String name : weights.names()) {
      TensorData tensor = weights.tensor(name);
      ObjectNode one = header.putObject(prefix + name).put("dtype", "F32");
      Arrays.stream(tensor.shape()).forEach(one.putArray("shape")::add);
      int begin = data.size();
      data.writeBytes(Checkpoints.floats(tensor.values()));
      one.putArray("data_offsets").add(begin).add(data.size());
    }
    return safetensors(file, header.toString(), data.toByteArray());
  }

  static Path safetensors(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(RawPickle.little(8).putLong(json.length).array());
      out.write(json);
      out.write(data);
    }
    return file;
  }
}
