/**
 * From checkpoints of PyTorch to archives that this program runs.
 *
 * <p>Uses {@code checkpoint}, {@code archive}, {@code torch}, {@code chm}, {@code domain}.
 */
package dev.chmcorr.model.importer;
