package dev.chmcorr.model.archive;

/**
 * The file that an archive was made from.
 *
 * @param file name without folders
 * @param sha256 digest of the content, hexadecimal
 */
public record Provenance(String file, String sha256) {}
