package io.dynpack.standalone.command;

import picocli.CommandLine.Option;

/** How much the log says; has its effect before anything logs. {@code log4j2.properties} reads the properties. */
final class Verbosity {
    private static final String LEVEL = "dynpack.log.level";
    private static final String START = "dynpack.log.start";
    private static final String TARGET = "dynpack.log.target";

    @Option(names = {"-v", "--verbose"}, description = "Log what happens, each request among it.")
    boolean verbose;

    /** @param toErrors whether standard output is kept for the answer of the command */
    void apply(boolean toErrors) {
        if (verbose) {
            System.setProperty(LEVEL, "info");
            System.setProperty(START, "info");
        }
        if (toErrors) {
            System.setProperty(TARGET, "SYSTEM_ERR");
        }
    }

    static boolean isOn() {
        return System.getProperty(LEVEL) != null;
    }
}
