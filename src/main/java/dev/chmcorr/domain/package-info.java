/** Records and closed choices that every other package shares. Depends on the JDK only. */
package dev.chmcorr.domain;
