package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="knnjob") final class KnnJobBench implements Runnable { public void run() {} }
