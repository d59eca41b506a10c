package io.dynpack.standalone.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

import io.dynpack.origin.Explanation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dynpack explain URL}: why a URL is answered as it is. */
@Command(name = "explain", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
        description = "Says how URL is answered and why: locator, files, tracks, filters. Reads the media and the catalog of a"
                + " server, which need not run. Writes nothing.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "URL", description = "Streaming URL, with or without its host.")
    String url = "";
    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", defaultValue = "${env:DYNPACK_MEDIA}",
            description = "Folder that the server serves. [DYNPACK_MEDIA]")
    @Nullable
    Path folder;
    @Mixin
    Places places = new Places();
    @Option(names = "--json", description = "Print JSON, as dynpack:explain makes it.")
    boolean json;
    @Mixin
    Verbosity verbosity = new Verbosity();
    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        verbosity.apply(true);
        Main main = new Main();
        places.applyForReading(folder, main);
        PrintWriter out = command.commandLine().getOut();
        try (MediaSession session = new MediaSession(main)) {
            Explanation explanation = session.explain(url);
            out.println(json ? Json.pretty(explanation) : ExplanationReport.of(explanation));
            out.flush();
        }
        return ExitCode.OK;
    }
}
