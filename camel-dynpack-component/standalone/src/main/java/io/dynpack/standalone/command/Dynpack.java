package io.dynpack.standalone.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

import io.dynpack.standalone.Listeners;
import io.dynpack.standalone.StreamingApplication;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynpack FOLDER}: serves, until a signal ends it. The other commands are below this one. */
@Command(name = "dynpack", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        usageHelpWidth = 100, subcommands = {
                DescribeCommand.class, CheckCommand.class,
                ExplainCommand.class},
        synopsisSubcommandLabel = "COMMAND", header = "Serves MP4 files as HLS, DASH and Smooth Streaming.", description = {
                "%nEach sub-folder of FOLDER that holds MP4 files is checked, published and announced with its URLs, also"
                        + " those that come later. A page that plays them is at the address that is printed.",
                "Options have their defaults from the environment variables in brackets. Every option of the component is one as"
                        + " well: CAMEL_COMPONENT_DYNPACK_READMEMORY sets readMemory.%n"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done", "1:a problem, which was told; of check: something cannot be served",
                "2:the command line is wrong", "143:ended by SIGTERM, after answers under way have left"})
public final class Dynpack implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", defaultValue = "${env:DYNPACK_MEDIA}",
            description = "Folder whose sub-folders are the assets. [DYNPACK_MEDIA]")
    @Nullable
    Path folder;
    @Option(names = "--port", paramLabel = "NUMBER", defaultValue = "${env:DYNPACK_PORT:-8080}",
            description = "Port to listen on; 0 for any free one. Default: 8080. [DYNPACK_PORT]")
    int port;
    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "${env:DYNPACK_HOST:-127.0.0.1}",
            description = "Address to listen on; 0.0.0.0 for every one. Default: 127.0.0.1. [DYNPACK_HOST]")
    String host = "127.0.0.1";
    @Option(names = "--management-port", paramLabel = "NUMBER", defaultValue = "${env:DYNPACK_MANAGEMENT_PORT}",
            description = "Port for /observe/health and /observe/metrics. Default: none. [DYNPACK_MANAGEMENT_PORT]")
    @Nullable
    Integer managementPort;
    @Mixin
    Places places = new Places();
    @Mixin
    Verbosity verbosity = new Verbosity();
    @Option(names = "--rehearse", hidden = true, description = "Play what is published once, and end.")
    boolean rehearse;

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        Problems problems = new Problems();
        return new CommandLine(new Dynpack()).setExecutionExceptionHandler(problems).setParameterExceptionHandler(problems);
    }

    @Override
    public Integer call() throws Exception {
        verbosity.apply(false);
        Listeners listeners = new Listeners(host, port, managementPort);
        StatusLine status = StatusLine.install();
        Main main = StreamingApplication.create(listeners);
        // before anything is written
        requireFree(listeners);
        places.applyForServing(folder, main);
        Start start = new Start(places.name(folder), folder != null && !Files.isWritable(folder), status, rehearse);
        main.addMainListener(start);
        main.run();
        return start.hasFailed() ? ExitCode.PROBLEM : main.getExitCode();
    }

    private static void requireFree(Listeners listeners) {
        try {
            listeners.requireFree("--host (DYNPACK_HOST)", "--port (DYNPACK_PORT)",
                    "--management-port (DYNPACK_MANAGEMENT_PORT)");
        } catch (IllegalArgumentException e) {
            throw new ProblemException(String.valueOf(e.getMessage()), e);
        }
    }
}
