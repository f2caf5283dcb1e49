/**
 * The command line: commands, their options, exit codes.
 *
 * <p>Uses {@code job} and {@code domain}.
 */
package dev.chmcorr.cli;
