package dev.chmcorr.model.importer;

import java.util.List;

/**
 * The network that is looked for in a checkpoint.
 *
 * @param command the kind by which the command line knows it: "resnet"
 * @param network what it is called in messages: "a bottleneck ResNet"
 * @param signs names of tensors by which it is known, without a prefix; the first one ends in what
 *     no other of its tensors is called
 * @param usualPrefix before the names in the published files; maybe empty
 */
public record Wanted(String command, String network, List<String> signs, String usualPrefix) {}
