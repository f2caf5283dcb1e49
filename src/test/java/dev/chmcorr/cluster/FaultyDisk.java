package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk with faults in it, for a program under test to run into: where files whose path
 * matches are opened or created, a fault strikes so many times over all processes. {@link Fault}
 * gives the settings, each name followed by the number of the fault, counted from 0; each strike
 * leaves a file with the number of the process that it struck.
 */
public final class FaultyDisk extends LocalFileSystem {
  static final String WHEN = "chmcorr.fault.when.";
  static final String PATH = "chmcorr.fault.path.";
  static final String KIND = "chmcorr.fault.kind.";
  static final String TIMES = "chmcorr.fault.times.";
  static final String FOLDER = "chmcorr.fault.folder.";

  private static final long LONGEST_STALL_MILLISECONDS = 120_000;

  /** What the fault does to who runs into it. */
  enum Kind {
    /** Waits until the test lets it go on. */
    STALL,
    /** Throws. */
    FAIL,
    /** Deletes the file first. */
    VANISH
  }

  /** As Hadoop makes it for the local disk. */
  public FaultyDisk() {
    super(new Raw());
  }

  /** The disk itself, below Hadoop's checksums. */
  private static final class Raw extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
      meet("open", file);
      return super.open(file, buffer);
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      return met(file, super.create(file, overwrite, buffer, replication, block, progress));
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      return met(
          file, super.create(file, permission, overwrite, buffer, replication, block, progress));
    }

    /** The fault strikes when the file is there, still empty. */
    private FSDataOutputStream met(Path file, FSDataOutputStream out) throws IOException {
      try {
        meet("create", file);
        return out;
      } catch (IOException e) {
        out.close();
        throw e;
      }
    }

    private void meet(String what, Path file) throws IOException {
      Configuration conf = getConf();
      for (int fault = 0; conf.get(WHEN + fault) != null; fault++) {
        if (what.equals(conf.get(WHEN + fault))
            && Pattern.matches(conf.get(PATH + fault), file.toUri().getPath())
            && isDue(fault)) {
          strike(fault, file);
        }
      }
    }

    /** Takes one of the strikes that are left; no other process gets the same. */
    private boolean isDue(int fault) throws IOException {
      for (int strike = 0; strike < getConf().getInt(TIMES + fault, 1); strike++) {
        try {
          Files.createSymbolicLink(
              folder(fault).resolve("strike-" + strike),
              java.nio.file.Path.of(Long.toString(ProcessHandle.current().pid())));
          return true;
        } catch (FileAlreadyExistsException e) {
          // Somebody else's.
        }
      }
      return false;
    }

    private java.nio.file.Path folder(int fault) {
      return java.nio.file.Path.of(getConf().get(FOLDER + fault));
    }

    private void strike(int fault, Path file) throws IOException {
      switch (Kind.valueOf(getConf().get(KIND + fault))) {
        case STALL -> stall(folder(fault).resolve("released"));
        case FAIL -> throw new IOException("The tests let this fail: " + file);
        case VANISH -> Files.delete(java.nio.file.Path.of(file.toUri().getPath()));
      }
    }

    private static void stall(java.nio.file.Path released) throws IOException {
      long end = System.currentTimeMillis() + LONGEST_STALL_MILLISECONDS;
      try {
        while (!Files.exists(released) && System.currentTimeMillis() < end) {
          Thread.sleep(20);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted", e);
      }
    }
  }
}
