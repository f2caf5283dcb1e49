/**
 * Parquet tables: schemas, column names, row codecs, how they are written and replaced.
 *
 * <p>Uses {@code runfolder}, {@code store}, {@code domain}.
 */
package dev.chmcorr.table;
