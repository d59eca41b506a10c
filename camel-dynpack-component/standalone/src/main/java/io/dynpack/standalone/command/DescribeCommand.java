package io.dynpack.standalone.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.dynpack.ingest.AssetInfo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dynpack describe FOLDER}: what an asset is. */
@Command(name = "describe", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
        description = "Says what the asset in FOLDER is, or those in its sub-folders: files, streams, quality levels, and what is"
                + " wrong with them. Writes nothing.")
final class DescribeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", defaultValue = "${env:DYNPACK_MEDIA}",
            description = "Folder of an asset, or folder of such folders. [DYNPACK_MEDIA]")
    Path folder = Path.of("");
    @Option(names = "--json", description = "Print a JSON array of the reports, as dynpack:describe makes them.")
    boolean json;
    @Mixin
    Verbosity verbosity = new Verbosity();
    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        verbosity.apply(true);
        AssetFolders assets = AssetFolders.of(folder);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            List<AssetInfo> all = new ArrayList<>();
            assets.describe(all::add);
            out.println(Json.pretty(all));
        } else {
            assets.passedOver().forEach(out::println);
            assets.describe(info -> out.println(AssetReport.full(info)));
        }
        out.flush();
        return ExitCode.OK;
    }
}
