package dev.chmcorr.job.listing;

import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.util.Set;

/** A set that has been looked at, so that what is wrong with it is known before work begins. */
public interface Listable {
  /**
   * Lists its images.
   *
   * @param only names of the classes to list, or null for all
   */
  ImageListing list(JobContext context, Set<String> only) throws IOException;
}
