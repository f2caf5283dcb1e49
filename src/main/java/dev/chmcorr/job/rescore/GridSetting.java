package dev.chmcorr.job.rescore;

import dev.chmcorr.table.Setting;
import java.io.Serializable;

/**
 * A setting of a grid.
 *
 * @param setting its values; n and k are candidates and votes
 * @param parts how many of the most similar cells count; null with a mask
 * @param score which of a pair's scores it ranks candidates by
 * @param mask which of the masks weighs the cells, or -1 for attention
 */
record GridSetting(Setting setting, Integer parts, int score, int mask) implements Serializable {}
