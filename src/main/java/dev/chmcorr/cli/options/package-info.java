/** Options that several commands have. */
package dev.chmcorr.cli.options;
