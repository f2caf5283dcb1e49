package dev.chmcorr.pickle;

/**
 * What a pickle may cost. An operation takes one byte of the file and makes at most one object of
 * some 64 bytes, so the two limits bound the memory that a hostile file can take.
 *
 * @param bytes longest pickle
 * @param operations most opcodes
 */
public record PickleLimits(long bytes, long operations) {}
