/** What the cluster does to a command: executors that come or are lost, attempts of YARN. */
package dev.chmcorr.job.cluster;
