/**
 * PyTorch checkpoints read in pure Java: torch.save files, zip and legacy. Runs nothing they ask
 * for.
 */
package dev.chmcorr.model.checkpoint;
