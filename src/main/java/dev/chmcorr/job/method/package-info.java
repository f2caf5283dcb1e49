/**
 * The port for methods of comparing a query with a candidate, and, in rooms of their own below, the
 * methods. Uses {@code run}, {@code network}.
 */
package dev.chmcorr.job.method;
