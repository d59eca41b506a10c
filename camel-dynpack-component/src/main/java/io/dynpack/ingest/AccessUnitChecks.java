package io.dynpack.ingest;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Finding.Severity;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Ticks;

import static io.dynpack.presentation.Finding.Severity.INFO;
import static io.dynpack.presentation.Finding.Severity.WARNING;

/** Says what the access units of a level told that its {@code moov} does not. */
final class AccessUnitChecks {
    private final Report report;

    AccessUnitChecks(Report report) {
        this.report = report;
    }

    void check(Level level) {
        TrackProbe probe = level.track().probe();
        String file = level.file().name();
        if (probe.outcome() == TrackProbe.Outcome.UNREAD) {
            report.add(Finding.warning(file, "could not be read where its access units were looked at, so that what only they"
                    + " tell is missing; ingest it again"));
        }
        for (TrackIndex.Repair repair : TrackIndex.Repair.values()) {
            if (level.track().repairs().contains(repair)) {
                // recorders that stop with their last picture leave its duration open
                report.add(repair == TrackIndex.Repair.MISSING_DURATIONS
                        ? Finding.info(file, mended(repair))
                        : Finding.warning(file, mended(repair)));
            }
        }
        if (level.codec() instanceof NalUnitCodec units) {
            parameterSets(level, units, probe);
            captions(file, probe);
        } else if (level.codec() instanceof AacCodec aac) {
            extensions(file, aac);
        }
    }

    private static String mended(TrackIndex.Repair repair) {
        return switch (repair) {
            case NEGATIVE_DURATIONS ->
                "has samples whose durations (stts) turn time backwards; the ones behind them make up for it;"
                        + " write the file again";
            case JOINED_SAMPLES ->
                "has samples that hold no picture or no bytes; they are joined with what follows them; write the"
                        + " file again";
            case FOUND_SYNC_SAMPLES ->
                "names pictures as key frames (stss) that are none, or names none; those that were found by"
                        + " looking at the pictures are used; write the file again";
            case SOME_JOINED_SAMPLES ->
                "has more small samples than are looked at, so that some that hold no picture may be left as they are; write"
                        + " the file again";
            case MISSING_DURATIONS ->
                "does not say how long its last samples are shown (stts); they last as long as the one before them";
            case MISSING_CHUNKS ->
                "lists more samples than its chunks hold (stsc, stco); the last ones are left out; check whether media are missing"
                        + " at its end, and write the file again";
            case UNREADABLE_GROUPS ->
                "says in boxes that contradict themselves (sgpd, sbgp) how many samples a decoder needs before it sounds or looks"
                        + " right; that is not said to players; write the file again";
            case CUT_OFF ->
                "is cut off in its last fragment, which is left out; what lies in front of it is served; check whether media"
                        + " are missing at its end, and write or upload it again";
        };
    }

    /** Some sample entries allow it. */
    private void parameterSets(Level level, NalUnitCodec codec, TrackProbe probe) {
        if (probe.unannounced() >= 0) {
            long time = Ticks.of(Math.max(0, level.timeline().presentationTime(probe.unannounced())),
                    level.track().timescale());
            Severity severity = codec.allowsSetsInBand() ? INFO : WARNING;
            report.add(new Finding(severity, level.file().name(), time, "has a key frame with parameter sets that its "
                    + codec.configurationBox() + " does not hold; players that go by " + codec.configurationBox()
                    + " show a broken picture from here on; encode the whole with one configuration"));
        }
        if (codec instanceof HevcCodec hevc && hevc.setsAnnounced()) {
            report.add(Finding.info(level.file().name(), "has the sample entry " + hevc.sampleEntry()
                    + " and no other parameter sets in the key frames that were looked at than its hvcC holds, so that HLS"
                    + " announces " + hevc.rfc6381OfHls() + ", which more players ask for"));
        }
    }

    private void captions(String file, TrackProbe probe) {
        boolean cea608 = probe.captions() != null && probe.captions().cea608();
        boolean cea708 = probe.captions() != null && probe.captions().cea708();
        if (cea608 || cea708) {
            report.add(Finding.info(file, "carries captions inside of its video ("
                    + (cea608 && cea708 ? "CEA-608, CEA-708" : cea608 ? "CEA-608" : "CEA-708")
                    + "); they are served where they are, and HLS and DASH announce them"));
        }
    }

    private void extensions(String file, AacCodec codec) {
        boolean sbr = codec.sbr() && !codec.config().sbr();
        boolean ps = codec.ps() && !codec.config().ps();
        if (sbr || ps) {
            report.add(Finding.info(file, "carries " + (sbr ? "spectral band replication" : "")
                    + (sbr && ps ? " and " : "") + (ps ? "parametric stereo" : "")
                    + " that its AudioSpecificConfig does not announce; manifests announce " + codec.rfc6381(false) + " with "
                    + codec.sampleRate() + " Hz; an encoder that signals it explicitly is understood by more players"));
        }
    }
}
