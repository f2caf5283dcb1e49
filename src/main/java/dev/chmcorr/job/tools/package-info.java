/** The commands beside the main path: demo, import of models, masks of CUB. Uses what they run. */
package dev.chmcorr.job.tools;
