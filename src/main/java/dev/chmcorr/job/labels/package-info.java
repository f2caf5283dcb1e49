/**
 * What files say of classes: which are right for a query, what people call them, what their numbers
 * stand for. Uses {@code run} and {@code lists}.
 */
package dev.chmcorr.job.labels;
