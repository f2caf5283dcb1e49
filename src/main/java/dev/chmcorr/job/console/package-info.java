/**
 * What a user sees of a command: results, progress, the state of a long stage. Uses no other room.
 */
package dev.chmcorr.job.console;
