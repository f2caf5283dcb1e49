/** Convolutional Hough matching (Min and Cho 2021) as a method of comparing pairs. */
package dev.chmcorr.job.method.chm;
