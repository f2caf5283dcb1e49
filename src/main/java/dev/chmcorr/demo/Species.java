package dev.chmcorr.demo;

/**
 * What tells a bird from the others.
 *
 * @param name pleasant and fit for a file name, such as "Ember_crowned_wren"
 * @param plumage its colours
 * @param build its shape
 */
record Species(String name, Plumage plumage, Build build) {}
