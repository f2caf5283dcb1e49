package dev.chmcorr.domain;

/**
 * A file, or a member of a shard, as a listing finds it.
 *
 * @param path with scheme; a {@link ShardLocation}'s text for a member of a shard
 * @param version of the file
 */
public record ImageFile(String path, FileVersion version) {}
