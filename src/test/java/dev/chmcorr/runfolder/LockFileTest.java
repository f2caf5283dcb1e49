package dev.chmcorr.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes create the file at once, and the other is first. */
class LockFileTest {
  private static final String REFUSAL = "test.refusal";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"AlreadyBeingCreatedException", "RecoveryInProgressException"})
  void whatAnotherIsJustWritingOnHdfsIsThere(String refusal) throws IOException {
    assertThat(file("org.apache.hadoop.hdfs.protocol." + refusal).create()).isFalse();
    assertThat(folder.resolve("_lock")).isEmptyFile();
  }

  @Test
  void whateverTheRefusalWhatAnotherIsWritingIsNotDeleted() throws IOException {
    assertThatThrownBy(
            () -> file("org.apache.hadoop.hdfs.server.namenode.SafeModeException").create())
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot write file:%s/_lock: refused (RemoteException)", folder);
    assertThat(folder.resolve("_lock")).isEmptyFile();
  }

  private LockFile file(String refusal) {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.file.impl", SlowFileSystem.class, FilterFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.set(REFUSAL, refusal);
    Storage store = new Storage(configuration);
    return new LockFile(store, store.path(folder + "/_lock"));
  }

  /** Stands for HDFS, on which another client creates a file a moment before this one. */
  public static final class SlowFileSystem extends FilterFileSystem {
    public SlowFileSystem() {
      super(new RawLocalFileSystem());
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(org.apache.hadoop.fs.Path file) {
      return createDataOutputStreamBuilder(this, file).create();
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int buffer,
        short replication,
        long block,
        Progressable progress,
        Options.ChecksumOpt checksum)
        throws IOException {
      Files.createFile(Path.of(file.toUri().getPath()));
      throw new RemoteException(getConf().get(REFUSAL), "refused");
    }
  }
}
