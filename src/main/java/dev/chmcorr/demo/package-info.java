/** The built-in data set of procedural birds. */
package dev.chmcorr.demo;
