package dev.chmcorr.job.report;

import dev.chmcorr.report.PerFile;

/**
 * What the pages of a run are made with.
 *
 * @param key of the run in the site
 * @param classes of the run
 * @param places which queries have pages
 * @param pictures that the site has
 * @param files where they go
 * @param perFile how many queries a file holds
 */
record RunPages(
    String key,
    Classes classes,
    Places places,
    PictureNames pictures,
    DataFiles files,
    PerFile perFile) {}
