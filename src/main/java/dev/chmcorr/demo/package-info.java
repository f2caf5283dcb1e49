/**
 * The built-in data set of procedural birds.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.demo;
