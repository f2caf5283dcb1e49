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
    assertThat(LockOwner.parse("7@box")).contains(new LockOwner(7, "box", ""));
    assertThat(new LockOwner(7, "box", "").text()).isEqualTo("7@box");
  }

  @Test
  void messagesNameAProcessAndItsHost() {
    assertThat(LockOwner.self().text()).startsWith(LockOwner.self() + " ");
    assertThat(LockOwner.self())
        .hasToString(ProcessHandle.current().pid() + "@" + LockOwner.self().host());
  }
}
