/**
 * From checkpoints of PyTorch to archives that this program runs. Uses {@code checkpoint}, {@code
 * archive}, {@code torch}.
 */
package dev.chmcorr.model.importer;
