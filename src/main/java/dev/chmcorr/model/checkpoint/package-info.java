/**
 * Weights read in pure Java: files of torch.save, zip and legacy, and safetensors. Runs nothing
 * that they ask for.
 *
 * <p>Uses {@code pickle} and {@code domain}.
 */
package dev.chmcorr.model.checkpoint;
