/**
 * The published figure of one query (Taesiri et al. 2022), drawn once with Java2D for PNG, SVG
 * (Batik) and PDF (OpenPDF). Knows neither Spark nor file systems; may use {@code domain}.
 */
package dev.chmcorr.picture;
