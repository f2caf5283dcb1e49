/**
 * Lists of images and classes as people write them (text, CSV, JSON), and the options that say how
 * images and classes are found. Uses no other room.
 */
package dev.chmcorr.job.lists;
