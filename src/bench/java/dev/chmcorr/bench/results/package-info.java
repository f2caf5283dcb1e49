/** What benchmarks measured: kept as JSON, shown as a table, compared with earlier results. */
package dev.chmcorr.bench.results;
