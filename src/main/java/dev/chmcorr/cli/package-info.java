/** The command line. */
package dev.chmcorr.cli;
