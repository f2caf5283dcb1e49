package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="search") final class SearchBench implements Runnable { public void run() {} }
