package dev.chmcorr.table;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import scala.Option;

/**
 * Commits tables by the committer that Hadoop has for the file system they lie on: on {@code s3a:}
 * the magic committer, whose parts are uploads that the end of the job completes, elsewhere the one
 * that renames files into place. Spark's own protocol for this (spark-hadoop-cloud) has not been
 * published for every version of Spark.
 *
 * <p>A process that has lost its folder to another ({@link RunLock}) deletes and commits nothing.
 */
public final class WorkPathCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1L;

  private final String destination;
  private final int attempt;
  private transient PathOutputCommitter committer;

  /** As Spark makes it for every write. */
  public WorkPathCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
    this.destination = path;
    this.attempt = jobId.hashCode() & Integer.MAX_VALUE;
  }

  @Override
  public OutputCommitter setupCommitter(TaskAttemptContext context) {
    // Names the folder of what is not yet committed: tasks of a job that has lost the table to
    // another may still be writing, and their parts must not be committed with the other's.
    context.getConfiguration().setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, attempt);
    try {
      committer =
          new HeldCommitter(
              PathOutputCommitterFactory.createCommitter(new Path(destination), context),
              new Path(destination),
              context);
      return committer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean deleteWithJob(FileSystem system, Path path, boolean recursive) {
    demandHeld();
    return super.deleteWithJob(system, path, recursive);
  }

  @Override
  public void setupJob(JobContext context) {
    demandHeld();
    super.setupJob(context);
  }

  /** Hadoop's committers clean the whole table, where another process may be at work by now. */
  @Override
  public void abortJob(JobContext context) {
    try {
      demandHeld();
    } catch (UserException | UncheckedIOException e) {
      // Why the job is aborted matters more than a lock that cannot be read.
      return;
    }
    super.abortJob(context);
  }

  private void demandHeld() {
    try {
      RunLock.demandHeld(new Path(destination));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark's protocol would have a committer that it does not know write to the table itself. */
  @Override
  public String newTaskTempFile(
      TaskAttemptContext context, Option<String> folder, FileNameSpec spec) {
    if (folder.isDefined()) {
      throw new UnsupportedOperationException("Cannot partition a table by columns: " + folder);
    }
    try {
      return new Path(committer.getWorkPath(), getFilename(context, spec)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
