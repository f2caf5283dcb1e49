package dev.chmcorr.knn;

/**
 * One vector ready to be compared exactly with many.
 *
 * @param vector its components, not at unit length; shared, not to be changed
 * @param norm its length
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record QueryVector(double[] vector, double norm) {}
