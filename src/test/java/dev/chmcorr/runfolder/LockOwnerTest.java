package dev.chmcorr.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockOwnerTest {
  /** The host may get another name, or none while no network is there. */
  @Test
  void aProcessKeepsItsNameWhateverBecomesOfTheHosts() {
    assertThat(LockOwner.self()).isSameAs(LockOwner.self());
    assertThat(LockOwner.self().isOfThisHost()).isTrue();
    assertThat(LockOwner.parse(LockOwner.self().toString())).contains(LockOwner.self());
  }
}
