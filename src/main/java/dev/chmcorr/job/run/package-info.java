/**
 * What every stage stands on: session, console, threads, meters, chunks of work. Uses {@code
 * store}, {@code runfolder}, {@code table}; no other room of {@code job}.
 */
package dev.chmcorr.job.run;
