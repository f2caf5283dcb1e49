package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="growth") final class GrowthBench implements Runnable { public void run() {} }
