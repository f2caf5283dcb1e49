/**
 * What a report's pages read: files of data, as values and as text. Knows neither Spark nor file
 * systems; may use {@code domain}, {@code chm} and {@code image}.
 *
 * <p>A site is a folder of static files. Pages read data by script elements, because browsers
 * refuse everything else from {@code file:}. Each file of data is one call, {@code
 * chmcorr.add("KEY", VALUE);}, its value JSON in which {@code <}, {@code >}, {@code &}, U+2028,
 * U+2029 and surrogates are escaped. Keys are paths below {@code data/} without {@code .js}. A RUN
 * is 0, 1, ... in the order of the command line.
 *
 * <ul>
 *   <li>{@code runs}: {@code {version: 1, program, made, runs: [{key, name, folder, setting: {name,
 *       n, k, t, axes, masked}, classes: [NAME], queries, perFile: {queries, details}}]}}. Classes
 *       are in the order of their labels, those of queries alone come last; everywhere else a class
 *       is its index there, and -1 stands for none or unknown. {@code queries} are those that have
 *       pages, which may be a selection.
 *   <li>{@code RUN/overview}: {@code {queries, known, knnCorrect, chmCorrect, byK: [[k, knnCorrect,
 *       chmCorrect]], byN: [[n, chmCorrect]], changed: {rows, mends, spoils, wrong}, changes:
 *       [[class, knn, chm, queries]], classes: [[class, queries, knnCorrect, chmCorrect]], hubs:
 *       [{id, name, class, image, votes, wrong}], stages: [["STAGE: KEY", value]], errors:
 *       [{reason, count, path, message}], record: [[section, key, value]]}}. Of the changes the 300
 *       most frequent are there; changed says how many there are and of how many queries. All
 *       queries of the run count, whatever is selected; known are those with a result whose right
 *       answer is known, and accuracies are over these. In byK chmCorrect is null where k is more
 *       than the n of the setting.
 *   <li>{@code RUN/queries-F}: perFile.queries queries from place F times that on, in the order of
 *       their ids, as columns: {@code {id: [], name: [], class: [], knn: [], knnVotes: [], chm: [],
 *       chmVotes: [], image: []}}. A query without a result has knn and chm -1.
 *   <li>{@code RUN/details-F}: perFile.details queries from place F times that on: {@code {queries:
 *       [{id, name, path, class, image, mask, ranking: [[id, name, class, image, similarity,
 *       pair]], classes: [[id, name, class, image, similarity, pair, rank]], pairs}]}}. The ranking
 *       is nearest first; similarity may be null; pair is the number of the candidate's block in
 *       {@code pairs}, or -1 if it was not compared. Classes are the nearest images of some
 *       classes, rank their place in their class, 1 = nearest. The mask is 49 numbers, or null:
 *       also where a run of an earlier version kept no masks. {@code pairs} is the base64 of one
 *       block a compared candidate, little-endian: similarity published float32[49], similarity
 *       aligned float32[49], attention float32[49], all row-major; then of the 49 grid points p =
 *       i*7+j the transferred place's x uint8[49], y uint8[49] in pixels of 240, and its cell X*7+Y
 *       uint8[49].
 * </ul>
 *
 * <p>An image is the name of a file below {@code images/}, or empty if there is none.
 */
package dev.chmcorr.report;
