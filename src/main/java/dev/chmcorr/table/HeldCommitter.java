package dev.chmcorr.table;

import dev.chmcorr.runfolder.RunLock;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;

/**
 * A committer that commits a job only while its process holds the folder. Spark's protocol has a
 * method for that too, but of another type for Scala 2.12 than for 2.13.
 */
final class HeldCommitter extends PathOutputCommitter {
  private final PathOutputCommitter committer;
  private final Path destination;

  HeldCommitter(PathOutputCommitter committer, Path destination, TaskAttemptContext context)
      throws IOException {
    super(destination, context);
    this.committer = committer;
    this.destination = destination;
  }

  @Override
  public Path getOutputPath() {
    return committer.getOutputPath();
  }

  @Override
  public Path getWorkPath() throws IOException {
    return committer.getWorkPath();
  }

  @Override
  public void setupJob(JobContext context) throws IOException {
    committer.setupJob(context);
  }

  @Override
  public void commitJob(JobContext context) throws IOException {
    RunLock.demandHeld(destination);
    committer.commitJob(context);
  }

  @Override
  public void abortJob(JobContext context, JobStatus.State state) throws IOException {
    committer.abortJob(context, state);
  }

  @Override
  public void setupTask(TaskAttemptContext context) throws IOException {
    committer.setupTask(context);
  }

  @Override
  public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
    return committer.needsTaskCommit(context);
  }

  @Override
  public void commitTask(TaskAttemptContext context) throws IOException {
    committer.commitTask(context);
  }

  @Override
  public void abortTask(TaskAttemptContext context) throws IOException {
    committer.abortTask(context);
  }
}
