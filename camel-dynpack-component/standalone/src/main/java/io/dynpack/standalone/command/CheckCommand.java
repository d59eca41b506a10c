package io.dynpack.standalone.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.dynpack.presentation.Finding;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dynpack check FOLDER}: whether assets can be served. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100, description = {
        "Says of the asset in FOLDER, or of those in its sub-folders, whether they can be served, and what is wrong with them,"
                + " as ingest would. Writes nothing. Ends with 1 where one cannot be served, or a part of one."})
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", defaultValue = "${env:DYNPACK_MEDIA}",
            description = "Folder of an asset, or folder of such folders. [DYNPACK_MEDIA]")
    Path folder = Path.of("");
    @Mixin
    Verbosity verbosity = new Verbosity();
    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        verbosity.apply(true);
        PrintWriter out = command.commandLine().getOut();
        AssetFolders assets = AssetFolders.of(folder);
        assets.passedOver().forEach(out::println);
        AtomicInteger bad = new AtomicInteger(assets.loose().size());
        assets.describe(info -> {
            out.println(AssetReport.brief(info));
            out.flush();
            if (!info.usable() || info.findings().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)) {
                bad.incrementAndGet();
            }
        });
        return bad.get() == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }
}
