/** Parquet tables: schemas, column names, row codecs, run metadata. */
package dev.chmcorr.table;
