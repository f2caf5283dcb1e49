/** What makes a folder a run: its record and its lock. Uses {@code store}. */
package dev.chmcorr.runfolder;
