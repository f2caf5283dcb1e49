/** The files of the published program: rankings, masks and explanations. */
package dev.chmcorr.pickle.published;
