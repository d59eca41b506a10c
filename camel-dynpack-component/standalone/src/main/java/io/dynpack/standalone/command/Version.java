package io.dynpack.standalone.command;

import java.util.Objects;

import picocli.CommandLine;

/** Of the jar, and of what it runs on. */
final class Version implements CommandLine.IVersionProvider {

    /** {@code development} where it runs from classes. */
    static String ofDynpack() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[]{"DynPack " + ofDynpack() + " (Java " + Runtime.version() + ")"};
    }
}
