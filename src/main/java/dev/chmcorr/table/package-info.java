/**
 * Parquet tables: schemas, column names, row codecs, how they are written and replaced. Uses {@code
 * runfolder} and {@code store}.
 */
package dev.chmcorr.table;
