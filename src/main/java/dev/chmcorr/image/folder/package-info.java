/** What names of files and folders tell: which are images, which folders are classes. */
package dev.chmcorr.image.folder;
