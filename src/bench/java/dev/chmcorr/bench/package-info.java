/** Benchmarks that hold this program against what its users would run otherwise. */
package dev.chmcorr.bench;
