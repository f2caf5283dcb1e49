package dev.chmcorr.model.archive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An object of a TorchScript class, to be written into an archive. Every attribute that the class
 * declares in its source must be set here, with the same type. {@code training : bool}, which every
 * class must declare, is set to false.
 */
public final class TorchModule {
  private final String className;
  private final Map<String, Consumer<ModulePickler>> attributes = new LinkedHashMap<>();

  /**
   * @param className name of a class in the archive's source, e.g. {@code Trunk} for {@code class
   *     Trunk(Module)}
   */
  public TorchModule(String className) {
    this.className = className;
    flag("training", false);
  }

  /** An attribute declared as {@code name : Tensor}. */
  public TorchModule tensor(String name, TorchTensor value) {
    return put(name, pickler -> pickler.tensor(value));
  }

  /** An attribute declared as {@code name : List[Tensor]}. */
  public TorchModule tensors(String name, List<TorchTensor> values) {
    return put(name, pickler -> pickler.tensors(values));
  }

  /** An attribute declared as {@code name : int}. */
  public TorchModule number(String name, int value) {
    return put(name, pickler -> pickler.number(value));
  }

  /** An attribute declared as {@code name : List[int]}. */
  public TorchModule numbers(String name, List<Integer> values) {
    return put(name, pickler -> pickler.numbers(values));
  }

  /** An attribute declared as {@code name : bool}. */
  public TorchModule flag(String name, boolean value) {
    return put(name, pickler -> pickler.flag(value));
  }

  /** An attribute declared as {@code name : __torch__.ClassName}. */
  public TorchModule module(String name, TorchModule value) {
    return put(name, pickler -> pickler.module(value));
  }

  private TorchModule put(String name, Consumer<ModulePickler> writer) {
    attributes.put(name, writer);
    return this;
  }

  String className() {
    return className;
  }

  Map<String, Consumer<ModulePickler>> attributes() {
    return attributes;
  }
}
