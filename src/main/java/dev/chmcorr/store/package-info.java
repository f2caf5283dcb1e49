/** Files and folders on any file system that Hadoop reaches. Uses {@code domain}. */
package dev.chmcorr.store;
