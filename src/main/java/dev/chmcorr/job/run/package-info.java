/** The Spark shell: one class per stage. */
package dev.chmcorr.job.run;
