/**
 * PyTorch checkpoints read in pure Java: torch.save files, zip and legacy. Runs nothing they ask
 * for.
 *
 * <p>Uses {@code pickle} and {@code domain}.
 */
package dev.chmcorr.model.checkpoint;
