package dev.chmcorr.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockOwnerTest {
  /** The host may get another name, or none while no network is there. */
  @Test
  void aProcessKeepsItsNameWhateverBecomesOfTheHosts() {
    assertThat(LockOwner.self()).isSameAs(LockOwner.self());
    assertThat(LockOwner.self().isOfThisHost()).isTrue();
    assertThat(LockOwner.parse(LockOwner.self().text())).contains(LockOwner.self());
  }

  @Test
  void aLockOfAnEarlierVersionNamesItsOwner() {
    assertThat(LockOwner.parse("7@box")).contains(new LockOwner(7, "box", "", ""));
    assertThat(new LockOwner(7, "box", "", "").text()).isEqualTo("7@box");
  }

  @Test
  void messagesNameAProcessAndItsHost() {
    assertThat(LockOwner.self().text()).startsWith(LockOwner.self() + " ");
    assertThat(LockOwner.self())
        .hasToString(ProcessHandle.current().pid() + "@" + LockOwner.self().host());
  }

  /** Whose lock on another host need not grow old. */
  @Test
  void aLaterAttemptAtAnApplicationOfYarnFollowsTheEarlier() {
    LockOwner first = driver("container_e17_1795960791809_0002_01_000001");

    assertThat(LockOwner.parse(first.text())).contains(first);
    assertThat(first.text()).hasSizeLessThan(LockOwner.MAX_BYTES).endsWith(" " + first.attempt());
    assertThat(first.isFollowedBy(driver("container_e17_1795960791809_0002_02_000001"))).isTrue();
    assertThat(first.isFollowedBy(driver("container_e17_1795960791809_0002_01_000004"))).isFalse();
    assertThat(first.isFollowedBy(driver("container_e17_1795960791809_0003_02_000001"))).isFalse();
    assertThat(driver("container_e17_1795960791809_0002_02_000001").isFollowedBy(first)).isFalse();
    assertThat(first.isFollowedBy(driver(null))).isFalse();
    assertThat(driver("a Docker container").attempt()).isEmpty();
  }

  private static LockOwner driver(String container) {
    return new LockOwner(7, "box", LockOwner.self().life(), LockOwner.attemptOf(container));
  }
}
