/**
 * A study's file: its data sets, networks, methods and settings, read and checked. Uses {@code
 * input}, {@code lists}, {@code method}, {@code rerank}, {@code rescore}.
 */
package dev.chmcorr.job.study;
