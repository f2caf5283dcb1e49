package dev.chmcorr.model.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a module as the protocol-2 pickle that TorchScript archives hold as {@code data.pkl}.
 * Tensors appear there as references to the entries {@code data/0}, {@code data/1}, ...; which
 * tensor is which is kept in {@link #written()}.
 */
final class ModulePickler {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<TorchTensor> written = new ArrayList<>();

  private ModulePickler() {
    out.writeBytes(new byte[] {(byte) 0x80, 2});
  }

  static ModulePickler of(TorchModule root) {
    ModulePickler pickler = new ModulePickler();
    pickler.module(root);
    pickler.opcode('.');
    return pickler;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** The tensors in the order of their entries. */
  List<TorchTensor> written() {
    return written;
  }

  void module(TorchModule module) {
    global("__torch__", module.className());
    newObject();
    opcode('}');
    opcode('(');
    module
        .attributes()
        .forEach(
            (name, value) -> {
              text(name);
              value.accept(this);
            });
    opcode('u');
    opcode('b');
  }

  void tensor(TorchTensor tensor) {
    global("torch._utils", "_rebuild_tensor_v2");
    opcode('(');
    storage(tensor);
    number(0);
    tuple(tensor.shape());
    tuple(rowMajorStrides(tensor.shape()));
    flag(false);
    emptyOrderedDict();
    opcode('t');
    opcode('R');
  }

  void tensors(List<TorchTensor> tensors) {
    typedList("build_tensorlist", () -> tensors.forEach(this::tensor));
  }

  void number(int value) {
    opcode('J');
    integer(value);
  }

  void numbers(List<Integer> values) {
    typedList("build_intlist", () -> values.forEach(this::number));
  }

  void flag(boolean value) {
    out.write(value ? 0x88 : 0x89);
  }

  /** A persistent id: ('storage', torch.FloatStorage, entry, 'cpu', number of values). */
  private void storage(TorchTensor tensor) {
    opcode('(');
    text("storage");
    global("torch", "FloatStorage");
    text(Integer.toString(written.size()));
    text("cpu");
    number(tensor.size());
    opcode('t');
    opcode('Q');
    written.add(tensor);
  }

  /** Without its builder the list would be read as a list of anything. */
  private void typedList(String builder, Runnable elements) {
    global("torch.jit._pickle", builder);
    opcode('(');
    opcode(']');
    opcode('(');
    elements.run();
    opcode('e');
    opcode('t');
    opcode('R');
  }

  private void emptyOrderedDict() {
    global("collections", "OrderedDict");
    opcode(')');
    opcode('R');
  }

  private void newObject() {
    opcode(')');
    out.write(0x81);
  }

  private void tuple(int[] values) {
    opcode('(');
    for (int value : values) {
      number(value);
    }
    opcode('t');
  }

  private void global(String module, String name) {
    opcode('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    opcode('X');
    integer(bytes.length);
    out.writeBytes(bytes);
  }

  private void integer(int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void opcode(char code) {
    out.write(code);
  }

  private static int[] rowMajorStrides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }
}
