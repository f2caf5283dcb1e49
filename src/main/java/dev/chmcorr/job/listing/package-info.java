/**
 * The images of a set, listed and numbered: folders of classes, flat folders, lists, CUB. Uses
 * {@code run} and {@code lists}.
 */
package dev.chmcorr.job.listing;
