package io.dynpack.standalone.command;

import picocli.CommandLine;

/** What the process ends with. A signal ends it with 128 and the number of the signal, after answers under way have left. */
final class ExitCode {
    static final int OK = CommandLine.ExitCode.OK;
    /** Something could not be done, or cannot be served. */
    static final int PROBLEM = CommandLine.ExitCode.SOFTWARE;
    /** The command line is wrong, and nothing was done. */
    static final int USAGE = CommandLine.ExitCode.USAGE;

    private ExitCode() {}
}
