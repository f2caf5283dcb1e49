package dev.chmcorr.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
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
 */
public final class WorkPathCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1L;

  private final String destination;
  private transient PathOutputCommitter committer;

  /** As Spark makes it for every write. */
  public WorkPathCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
    this.destination = path;
  }

  @Override
  public OutputCommitter setupCommitter(TaskAttemptContext context) {
    try {
      committer = PathOutputCommitterFactory.createCommitter(new Path(destination), context);
      return committer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark's protocol would have a committer that it does not know write to the table itself. */
  @Override
  public String newTaskTempFile(
      TaskAttemptContext context, Option<String> folder, FileNameSpec spec) {
    if (committer instanceof FileOutputCommitter) {
      return super.newTaskTempFile(context, folder, spec);
    }
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
