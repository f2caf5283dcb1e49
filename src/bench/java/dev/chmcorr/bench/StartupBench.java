package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="startup") final class StartupBench implements Runnable { public void run() {} }
