/** Networks: import of checkpoints into TorchScript archives, and running them through DJL. */
package dev.chmcorr.model.torch;
