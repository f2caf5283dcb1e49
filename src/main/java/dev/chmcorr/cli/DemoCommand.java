package dev.chmcorr.cli;

import picocli.CommandLine.Command;

@Command(name = "demo")
final class DemoCommand {}
