package io.dynpack.standalone.command;

import java.util.Locale;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.presentation.Finding;

/** An asset for people to read. */
final class AssetReport {
    private static final String INDENT = "\n    ";

    private AssetReport() {}

    /** Whether it can be served, and what is wrong with it. */
    static String brief(AssetInfo info) {
        StringBuilder text = new StringBuilder(info.assetName())
                .append(info.usable() ? ": can be served, " + info.duration() + " s" : ": cannot be served");
        info.streams().forEach(stream -> text.append(", ").append(stream.kind()).append(' ').append(stream.name())
                .append(stream.levels().size() == 1 ? "" : " in " + stream.levels().size() + " qualities"));
        findings(text, info);
        return text.toString();
    }

    /** All that is known of it. */
    static String full(AssetInfo info) {
        StringBuilder text = new StringBuilder(brief(info));
        info.serverManifests().forEach(name -> text.append(INDENT).append("server manifest ").append(name));
        info.files().forEach(file -> text.append(INDENT).append("file ").append(file.name()).append(", ")
                .append(String.format(Locale.ROOT, "%,d", file.length())).append(" bytes"));
        for (AssetInfo.StreamInfo stream : info.streams()) {
            text.append(INDENT).append(stream.kind()).append(' ').append(stream.name())
                    .append(stream.language().isEmpty() ? "" : ", language " + stream.language()).append(", ")
                    .append(stream.fragments()).append(" fragments");
            stream.levels().forEach(level -> text.append(INDENT).append("    ").append(level(level)));
        }
        return text.toString();
    }

    private static String level(AssetInfo.LevelInfo level) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d", level.bitrate())).append(" bit/s, ")
                .append(level.codecs());
        if (level.width() > 0) {
            text.append(", ").append(level.width()).append('x').append(level.height());
        }
        if (level.sampleRate() > 0) {
            text.append(", ").append(level.channels()).append(" channels, ").append(level.sampleRate()).append(" Hz");
        }
        return text.append(", ").append(level.file()).toString();
    }

    private static void findings(StringBuilder text, AssetInfo info) {
        for (Finding finding : info.findings()) {
            text.append(INDENT).append(switch (finding.severity()) {
                case ERROR -> "ERROR: ";
                case WARNING -> "WARNING: ";
                case INFO -> "note: ";
            }).append(finding.file().isEmpty() ? "" : finding.file() + ": ").append(finding.message());
        }
    }
}
