package dev.chmcorr.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickles of protocol 2 to 5 and makes nothing but plain values and what the caller's {@link
 * AllowList} names; what else a pickle asks for is refused by name, or a {@link Placeholder} stands
 * for it. Python's values become: None null, bool Boolean, int Long (BigInteger beyond 64 bits),
 * float Double, str String, bytes and bytearray byte[], tuple Object[], list and set ArrayList,
 * dict LinkedHashMap. (Protocol 2 spells bytes as a call on a str: those stay a String of
 * characters below 256, see {@link PythonGlobals}.)
 *
 * <p>This does not use {@code net.razorvine.pickle.Unpickler}, which Spark brings: that one looks
 * globals up in a static table that Spark adds to, turns unknown classes into objects, calls {@code
 * __setstate__} by reflection, and allocates whatever length a file claims; the methods to override
 * for another behaviour are private to its package.
 */
public final class SafeUnpickler {
  /** What an operation makes, roughly: a number, a list, an entry of a dictionary or memo. */
  private static final int BYTES_PER_OPERATION = 64;

  /** What a call makes, roughly: an array or tensor with its shape. */
  private static final int BYTES_PER_CALL = 512;

  private final PickleInput input;
  private final MemoryBudget budget;
  private final AllowList allowed;
  private final PersistentLoader persistent;
  private final PickleStack stack = new PickleStack();
  private final Map<Integer, Object> memo = new HashMap<>();

  /**
   * @param in the pickle; buffered by the caller, never read beyond the pickle's end
   * @param allowed what it may ask for by name, and what becomes of the rest
   * @param persistent answers references to data outside
   * @param budget for all pickles of this stream together
   */
  public SafeUnpickler(
      InputStream in, AllowList allowed, PersistentLoader persistent, MemoryBudget budget) {
    this.input = new PickleInput(in, budget);
    this.budget = budget;
    this.allowed = allowed;
    this.persistent = persistent;
  }

  /** Bytes read so far. */
  public long position() {
    return input.position();
  }

  /** Reads one pickle; the next call reads the one behind it. */
  public Object load() throws IOException {
    stack.clear();
    memo.clear();
    for (int opcode = input.unsignedByte(); opcode != Opcode.STOP; opcode = input.unsignedByte()) {
      budget.spend(BYTES_PER_OPERATION);
      value(opcode);
    }
    return stack.pop();
  }

  /** Opcodes that push a plain value. */
  private void value(int opcode) throws IOException {
    switch (opcode) {
      case Opcode.NONE -> stack.push(null);
      case Opcode.NEWTRUE -> stack.push(true);
      case Opcode.NEWFALSE -> stack.push(false);
      case Opcode.BININT -> stack.push((long) input.signedInt());
      case Opcode.BININT1 -> stack.push((long) input.unsignedByte());
      case Opcode.BININT2 -> stack.push((long) input.unsignedShort());
      case Opcode.LONG1 -> stack.push(input.integer(input.unsignedByte()));
      case Opcode.LONG4 -> stack.push(input.integer(input.signedInt()));
      case Opcode.BINFLOAT -> stack.push(input.bigEndianDouble());
      case Opcode.SHORT_BINSTRING -> stack.push(input.latin1(input.unsignedByte()));
      case Opcode.BINSTRING -> stack.push(input.latin1(input.signedInt()));
      case Opcode.SHORT_BINUNICODE -> stack.push(input.text(input.unsignedByte()));
      case Opcode.BINUNICODE -> stack.push(input.text(input.unsignedInt()));
      case Opcode.BINUNICODE8 -> stack.push(input.text(input.signedLong()));
      case Opcode.SHORT_BINBYTES -> stack.push(input.bytes(input.unsignedByte()));
      case Opcode.BINBYTES -> stack.push(input.bytes(input.unsignedInt()));
      case Opcode.BINBYTES8, Opcode.BYTEARRAY8 -> stack.push(input.bytes(input.signedLong()));
      default -> container(opcode);
    }
  }

  /** Opcodes that make or fill tuples, lists and dictionaries. */
  private void container(int opcode) throws IOException {
    switch (opcode) {
      case Opcode.EMPTY_TUPLE -> stack.push(new Object[0]);
      case Opcode.TUPLE1 -> tuple(1);
      case Opcode.TUPLE2 -> tuple(2);
      case Opcode.TUPLE3 -> tuple(3);
      case Opcode.TUPLE -> stack.push(stack.popMark());
      case Opcode.EMPTY_LIST, Opcode.EMPTY_SET -> stack.push(new ArrayList<>(0));
      case Opcode.LIST, Opcode.FROZENSET -> {
        Object[] items = stack.popMark();
        stack.push(new ArrayList<>(Arrays.asList(items)));
      }
      case Opcode.APPEND -> append(new Object[] {stack.pop()});
      case Opcode.APPENDS, Opcode.ADDITEMS -> append(stack.popMark());
      case Opcode.EMPTY_DICT -> stack.push(new LinkedHashMap<>());
      case Opcode.DICT -> {
        Object[] items = stack.popMark();
        stack.push(new LinkedHashMap<>());
        put(items);
      }
      case Opcode.SETITEM -> {
        Object value = stack.pop();
        put(new Object[] {stack.pop(), value});
      }
      case Opcode.SETITEMS -> put(stack.popMark());
      default -> machine(opcode);
    }
  }

  /** Opcodes that move values about or ask for objects. */
  private void machine(int opcode) throws IOException {
    switch (opcode) {
      case Opcode.PROTO -> protocol(input.unsignedByte());
      case Opcode.FRAME -> input.signedLong();
      case Opcode.MARK -> stack.mark();
      case Opcode.POP -> stack.pop();
      case Opcode.POP_MARK -> stack.popMark();
      case Opcode.DUP -> stack.push(stack.peek());
      case Opcode.MEMOIZE -> memo.put(memo.size(), stack.peek());
      case Opcode.BINPUT -> memo.put(input.unsignedByte(), stack.peek());
      case Opcode.LONG_BINPUT -> memo.put(input.signedInt(), stack.peek());
      case Opcode.BINGET -> remembered(input.unsignedByte());
      case Opcode.LONG_BINGET -> remembered(input.signedInt());
      case Opcode.GLOBAL -> {
        String module = input.line();
        global(module, input.line());
      }
      case Opcode.STACK_GLOBAL -> {
        Object name = stack.pop();
        global(stack.pop(), name);
      }
      case Opcode.REDUCE, Opcode.NEWOBJ -> call();
      case Opcode.BUILD -> build();
      case Opcode.BINPERSID -> stack.push(persistent.load(stack.pop()));
      default -> rare(opcode);
    }
  }

  /** Opcodes that only unknown objects need, and two that only Python 2 wrote. */
  private void rare(int opcode) throws IOException {
    if (!allowed.strangers().rareOperations()) {
      throw unsupported(opcode);
    }
    switch (opcode) {
      case Opcode.INT, Opcode.LONG -> stack.push(input.decimal());
      case Opcode.PERSID -> stack.push(persistent.load(input.line()));
      case Opcode.NEWOBJ_EX -> {
        stack.pop();
        call();
      }
      case Opcode.OBJ -> instance(stack.popMark());
      case Opcode.INST -> {
        Object[] arguments = stack.popMark();
        String module = input.line();
        global(module, input.line());
        stack.push(arguments);
        call();
      }
      case Opcode.EXT1 -> registered(input.unsignedByte());
      case Opcode.EXT2 -> registered(input.unsignedShort());
      case Opcode.EXT4 -> registered(input.signedInt());
      case Opcode.NEXT_BUFFER -> stack.push(Placeholder.because("it has data outside the pickle"));
      case Opcode.READONLY_BUFFER -> stack.peek();
      default -> throw unsupported(opcode);
    }
  }

  private static PickleException unsupported(int opcode) {
    return new PickleException("it has the unsupported operation 0x%02x".formatted(opcode));
  }

  /** A class and its arguments. */
  private void instance(Object[] items) throws PickleException {
    if (items.length == 0) {
      throw PickleStack.broken();
    }
    stack.push(items[0]);
    stack.push(Arrays.copyOfRange(items, 1, items.length));
    call();
  }

  /** A name that both sides would have to know by number. */
  private void registered(int code) throws PickleException {
    budget.spend(BYTES_PER_CALL);
    stack.push(Placeholder.because("it asks for extension %d of copyreg".formatted(code)));
  }

  private static void protocol(int number) throws PickleException {
    if (number < 2 || number > 5) {
      throw new PickleException("it is a pickle of protocol %d (must be 2..5)".formatted(number));
    }
  }

  private void tuple(int size) throws PickleException {
    Object[] items = new Object[size];
    for (int i = size - 1; i >= 0; i--) {
      items[i] = stack.pop();
    }
    stack.push(items);
  }

  @SuppressWarnings("unchecked")
  private void append(Object[] items) throws PickleException {
    if (stack.peek() instanceof ArrayList<?> list) {
      ((List<Object>) list).addAll(Arrays.asList(items));
    } else {
      allowed.strangers().append(stack.peek());
    }
  }

  private void put(Object[] items) throws PickleException {
    Strangers strangers = allowed.strangers();
    Map<Object, Object> dictionary = strangers.dictionary(stack.peek());
    if (items.length % 2 != 0) {
      throw PickleStack.broken();
    }
    for (int i = 0; i < items.length; i += 2) {
      strangers.put(dictionary, items[i], items[i + 1]);
    }
  }

  private void remembered(int index) throws PickleException {
    Object value = memo.get(index);
    if (value == null && !memo.containsKey(index)) {
      throw PickleStack.broken();
    }
    stack.push(value);
  }

  private void global(Object module, Object name) throws PickleException {
    if (!(module instanceof String first && name instanceof String last)) {
      throw PickleStack.broken();
    }
    PickleInput.checkName(first);
    PickleInput.checkName(last);
    String global = first + "." + last;
    Object value = allowed.get(global);
    if (value == null) {
      budget.spend(BYTES_PER_CALL + (long) Character.BYTES * global.length());
      value = allowed.strangers().global(global);
    }
    stack.push(value);
  }

  private void call() throws PickleException {
    Object arguments = stack.pop();
    Object function = stack.pop();
    budget.spend(BYTES_PER_CALL);
    if (function instanceof PickleFunction known && arguments instanceof Object[] tuple) {
      stack.push(known.call(tuple));
    } else {
      stack.push(allowed.strangers().call(function, arguments));
    }
  }

  private void build() throws PickleException {
    Object state = stack.pop();
    Object target = stack.peek();
    if (target instanceof Buildable buildable) {
      buildable.build(state);
    } else {
      allowed.strangers().build(target, state);
    }
  }
}
