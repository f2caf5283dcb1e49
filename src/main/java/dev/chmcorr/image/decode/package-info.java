/** Image files of all forms that people have, to pixels as Pillow decodes them. */
package dev.chmcorr.image.decode;
