package dev.chmcorr.domain;

/**
 * A part of a query and the part of a candidate that it belongs to, as a method has chosen them.
 *
 * @param query cell of the query, 7 x 7 row-major
 * @param candidate cell of the candidate, likewise
 * @param value what it adds to the score
 */
public record Link(int query, int candidate, double value) {}
