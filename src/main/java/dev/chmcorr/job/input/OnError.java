package dev.chmcorr.job.input;

/** What a bad image does: it is recorded in the errors table, or it fails the job. */
public enum OnError {
  RECORD,
  FAIL
}
