package dev.chmcorr.bench;
@picocli.CommandLine.Command(name="rerank") final class RerankBench implements Runnable { public void run() {} }
