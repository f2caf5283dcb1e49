package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="memory") final class MemoryBench implements Runnable { public void run() {} }
