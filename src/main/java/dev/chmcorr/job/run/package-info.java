/**
 * What every stage stands on: session, threads, meters, chunks of work. Uses {@code store}, {@code
 * runfolder}, {@code table}; of the rooms of {@code job} only {@code console}, which all may use.
 */
package dev.chmcorr.job.run;
