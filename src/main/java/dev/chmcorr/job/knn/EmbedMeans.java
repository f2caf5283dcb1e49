package dev.chmcorr.job.knn;

import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;

/**
 * What the image sets of a run are embedded with.
 *
 * @param context of the run
 * @param networks that embed
 * @param reader of the images of all sets
 * @param recognition how images are found that were embedded before
 * @param meter of the stage
 */
record EmbedMeans(
    JobContext context,
    NetworkSpec networks,
    ImageReader reader,
    Recognition recognition,
    StageMeter meter) {}
