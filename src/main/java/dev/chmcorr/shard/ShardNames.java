package dev.chmcorr.shard;

import java.util.function.Predicate;

/**
 * Which members of a shard are what, by their names.
 *
 * @param image whether a member is an image
 * @param hidden whether a member is passed over because it is hidden, or lies in a hidden folder
 */
public record ShardNames(Predicate<String> image, Predicate<String> hidden) {}
