package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private final String run = UUID.randomUUID().toString();
  private final List<String> closed = new ArrayList<>();

  /** Something that is costly to make. */
  private record Network(String name, List<String> closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add(name);
    }
  }

  private Network share(RunState state, String name) {
    return state.share(Network.class, name, () -> new Network(name, closed));
  }

  @Test
  void theTasksOfARunShareOneAndItIsClosedOnceWhenTheRunEnds() {
    RunState first = RunState.enter(run);
    Network made = share(first, "trunk");
    first.leave();
    RunState second = RunState.enter(run);

    assertThat(share(second, "trunk")).isSameAs(made);
    second.leave();
    assertThat(closed).isEmpty();
    RunState.end(run);
    RunState.end(run);

    assertThat(closed).containsExactly("trunk");
  }

  @Test
  void whatATaskStillUsesIsClosedWhenItLeaves() {
    RunState killed = RunState.enter(run);
    share(killed, "trunk");
    RunState other = RunState.enter(run);

    RunState.end(run);
    other.leave();
    assertThat(closed).isEmpty();
    killed.leave();

    assertThat(closed).containsExactly("trunk");
  }

  /** Else a process that exits would take libtorch from under a task's feet. */
  @Test
  void aRunThatIsStoppedWaitsForItsTasksToLeave() throws InterruptedException {
    RunState killed = RunState.enter(run);
    assertThat(RunState.awaitTasks(Duration.ofMillis(10))).isFalse();

    Thread task = new Thread(killed::leave);
    Thread.currentThread().interrupt();
    task.start();

    assertThat(RunState.awaitTasks(Duration.ofMinutes(1))).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    task.join();
  }

  @Test
  void aTaskThatComesTooLateHasItsOwnAndClosesIt() {
    RunState.end(run);

    RunState late = RunState.enter(run);
    share(late, "trunk");
    late.leave();

    assertThat(closed).containsExactly("trunk");
  }

  @Test
  void runsSideBySideDoNotCloseEachOthers() {
    String otherRun = UUID.randomUUID().toString();
    RunState mine = RunState.enter(run);
    RunState other = RunState.enter(otherRun);
    share(mine, "mine");
    share(other, "other");

    mine.leave();
    other.leave();
    RunState.end(otherRun);
    assertThat(closed).containsExactly("other");
    RunState.end(run);

    assertThat(closed).containsExactly("other", "mine");
  }

  @Test
  void whatWasMadeLastIsClosedFirst() {
    RunState state = RunState.enter(run);
    share(state, "network");
    share(state, "features of it");

    state.leave();
    RunState.end(run);

    assertThat(closed).containsExactly("features of it", "network");
  }

  @Test
  void whatCouldNotBeMadeIsTriedAgain() {
    RunState state = RunState.enter(run);
    assertThatThrownBy(
            () ->
                state.share(
                    Network.class,
                    "trunk",
                    () -> {
                      throw new IllegalStateException("no memory");
                    }))
        .hasMessage("no memory");

    assertThat(share(state, "trunk").name()).isEqualTo("trunk");
    state.leave();
    RunState.end(run);
  }

  @Test
  void oneThatCannotBeClosedKeepsNoOtherOpen() {
    RunState state = RunState.enter(run);
    share(state, "network");
    AutoCloseable broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    state.share(AutoCloseable.class, "broken", () -> broken);
    state.leave();

    assertThatThrownBy(() -> RunState.end(run)).hasMessageStartingWith("Failed to close");

    assertThat(closed).containsExactly("network");
  }
}
