package io.dynpack.standalone.command;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.origin.Explanation;

/** An explanation for people to read: from the answer to its reasons. */
final class ExplanationReport {
    private static final String INDENT = "\n    ";

    private final StringBuilder text = new StringBuilder();

    private ExplanationReport() {}

    static String of(Explanation explanation) {
        ExplanationReport report = new ExplanationReport();
        report.text.append(explanation.url());
        report.answer(explanation);
        report.locator(explanation.locator());
        report.asset(explanation.asset());
        explanation.filters().forEach(filter -> report.text.append("\nfilter ").append(filter.name()).append(" of the ")
                .append(filter.scope().equals("ASSET") ? "asset" : "account")
                .append(filter.locks() ? ", set by the locator: no URL gives what it removes" : ""));
        report.time(explanation.time());
        explanation.tracks().forEach(report::track);
        return report.text.toString();
    }

    private void answer(Explanation explanation) {
        Explanation.Answer answer = explanation.answer();
        text.append("\nis answered with ").append(answer.status());
        add(" ", answer.code());
        add(": ", answer.cause());
        add(", ", answer.contentType());
        add(", bytes ", answer.bytes());
        add(INDENT + "what it names: ", explanation.kind());
        add(", format ", explanation.format());
        add(INDENT + "entity tag ", answer.entityTag());
    }

    private void locator(Explanation.@Nullable Locator locator) {
        if (locator == null) {
            text.append("\nno locator was found");
            return;
        }
        text.append("\nlocator ").append(locator.name()).append(", ").append(locator.id())
                .append(locator.active() ? "" : ", does not serve now");
        add(INDENT + "from ", locator.startTime());
        add(INDENT + "until ", locator.endTime());
        text.append(INDENT).append("streaming policy ").append(locator.streamingPolicyName());
        locator.contentKeys().forEach(key -> text.append(INDENT).append("content key ").append(key.id()).append(", ")
                .append(key.type()).append(givenOut(key)));
    }

    private static String givenOut(Explanation.Key key) {
        if (key.policyName() == null) {
            return "";
        }
        return key.policyMissing()
                ? ", given to nobody: there is no content key policy " + key.policyName()
                : ", given out by " + key.policyName();
    }

    private void asset(Explanation.@Nullable Asset asset) {
        if (asset == null) {
            return;
        }
        text.append("\nasset ").append(asset.name()).append(" in ").append(asset.folder());
        add(INDENT + "server manifest ", asset.ism());
        asset.files().forEach(file -> text.append(INDENT).append("file ").append(file.name()).append(", ").append(file.length())
                .append(" bytes, version ").append(file.version()));
        lines("named by the server manifest, and not there: ", asset.absent());
        lines("", asset.findings());
    }

    private void time(Explanation.@Nullable Time time) {
        if (time == null) {
            return;
        }
        text.append("\ntime from ").append(time.start());
        add(" to ", time.end());
        text.append(", in ticks of 10 MHz, cut on the fragments of ").append(time.reference());
        lines("start set by ", time.startBy());
        lines("end set by ", time.endBy());
    }

    private void track(Explanation.Track track) {
        text.append("\ntrack ").append(track.kind()).append(' ').append(track.name()).append(", ").append(track.bitrate())
                .append(" bit/s, ").append(track.codec()).append(", ").append(track.file()).append(": ")
                .append(track.shown() ? "listed, " + track.fragments() + " fragments" : "not listed")
                .append(track.reachable() ? "" : ", cannot be had");
        lines("", track.reasons());
    }

    private void lines(String before, List<String> lines) {
        lines.forEach(line -> text.append(INDENT).append(before).append(line));
    }

    private void add(String before, @Nullable Object value) {
        if (value != null) {
            text.append(before).append(value);
        }
    }
}
