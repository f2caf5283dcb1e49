package dev.chmcorr.bench;

import java.util.List;

/**
 * The other side of a contest: a script of {@code src/bench/python}.
 *
 * @param name what it is
 * @param items how many images, pairs or queries one round of it is about
 * @param module that Python must have, beside torch
 * @param script file name
 * @param arguments of the script
 */
record Opponent(String name, int items, String module, String script, List<?> arguments) {}
