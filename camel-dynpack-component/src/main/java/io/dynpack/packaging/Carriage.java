package io.dynpack.packaging;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.Codec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.presentation.Level;
import io.dynpack.segment.ts.TransportStreams;

import static java.util.Map.entry;

/** What carries samples to a player. Which codecs each of them carries is the one table of that: a row a sample entry. */
enum Carriage {
    /** Fragmented MP4 with initialization segments: CMAF and CSF. */
    CMAF("CMAF and CSF"),
    /** Fragmented MP4 of Smooth Streaming, whose client manifest has to say all of the codec. */
    SMOOTH("Smooth Streaming"),
    /** MPEG-2 transport streams of HLS. */
    TRANSPORT_STREAM("transport streams");

    private static final Map<String, Set<Carriage>> TABLE = Map.ofEntries(
            // video
            entry("avc1", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("avc3", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("hvc1", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("hev1", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("dvh1", EnumSet.of(CMAF)),
            entry("dvhe", EnumSet.of(CMAF)),
            entry("av01", EnumSet.of(CMAF)),
            entry("dav1", EnumSet.of(CMAF)),
            entry("vp08", EnumSet.of(CMAF)),
            entry("vp09", EnumSet.of(CMAF)),
            entry("vvc1", EnumSet.of(CMAF)),
            entry("vvi1", EnumSet.of(CMAF)),
            // audio
            entry("mp4a", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("ac-3", EnumSet.of(CMAF, TRANSPORT_STREAM)),
            entry("ec-3", EnumSet.of(CMAF, SMOOTH, TRANSPORT_STREAM)),
            entry("dtsc", EnumSet.of(CMAF, TRANSPORT_STREAM)),
            entry("dtsh", EnumSet.of(CMAF, TRANSPORT_STREAM)),
            entry("dtsl", EnumSet.of(CMAF, TRANSPORT_STREAM)),
            entry("dtse", EnumSet.of(CMAF, TRANSPORT_STREAM)),
            entry("dtsx", EnumSet.of(CMAF)),
            entry("Opus", EnumSet.of(CMAF)),
            entry("fLaC", EnumSet.of(CMAF)),
            entry("alac", EnumSet.of(CMAF)),
            entry("usac", EnumSet.of(CMAF)),
            entry("ac-4", EnumSet.of(CMAF)),
            entry("mha1", EnumSet.of(CMAF)),
            entry("mhm1", EnumSet.of(CMAF)),
            entry("iamf", EnumSet.of(CMAF)),
            entry("ipcm", EnumSet.of(CMAF)),
            entry("fpcm", EnumSet.of(CMAF)),
            entry("mp3", EnumSet.of(CMAF, TRANSPORT_STREAM)));

    private final String title;

    Carriage(String title) {
        this.title = title;
    }

    /** Why a level is not carried, as a sentence for the operator; {@code null} where it is. */
    @Nullable
    String refusal(Level level) {
        Codec codec = level.codec();
        if (!TABLE.getOrDefault(codec.family(), Set.of()).contains(this)) {
            return "the codec " + codec.family() + " is not carried in " + title;
        }
        return switch (this) {
            case CMAF -> null;
            case SMOOTH -> smoothRefusal(level);
            case TRANSPORT_STREAM -> TransportStreams.refusal(level);
        };
    }

    private static @Nullable String smoothRefusal(Level level) {
        // most players do not know it, and whoever has others says so
        if (level.codec() instanceof HevcCodec hevc && level.smoothFourcc() == null) {
            return "the codec " + hevc.family()
                    + " is not carried in Smooth Streaming unless the client manifest (.ismc) lists it with"
                    + " the FourCC HEV1 or HVC1";
        }
        // a QualityLevel has one CodecPrivateData, and there are no initialization segments (MS-SSTR 2.2.2.5)
        return level.track().entries().isSingle()
                ? null
                : "a track that changes its configuration is not carried in Smooth Streaming";
    }

    /** All codecs of the table, in order. */
    static List<String> codecs() {
        return TABLE.keySet().stream().sorted().toList();
    }

    /** For people. */
    String title() {
        return title;
    }
}
