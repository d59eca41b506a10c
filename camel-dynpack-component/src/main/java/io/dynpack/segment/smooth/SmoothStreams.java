package io.dynpack.segment.smooth;

import java.util.List;
import java.util.Optional;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;

/**
 * What Smooth Streaming carries of a presentation. A {@code QualityLevel} has one {@code CodecPrivateData}, and there are no
 * initialization segments (MS-SSTR 2.2.2.5): a track that changes its configuration cannot be told.
 */
public final class SmoothStreams {
    private SmoothStreams() {}

    /** Whether a level can be told in a client manifest. */
    public static boolean carries(Level level) {
        return level.track().entries().isSingle();
    }

    /** The presentation without the levels that are not carried; itself where all are. */
    public static Presentation of(Presentation whole) {
        return whole.keeping(SmoothStreams::carries);
    }

    /** The kind of which nothing is left, so that nothing is made: nobody wants a film without its sound or its pictures. */
    public static Optional<TrackKind> refused(Presentation whole) {
        Presentation carried = of(whole);
        if (carried == whole) {
            return Optional.empty();
        }
        return whole.streams().stream().map(stream -> stream.kind()).distinct()
                .filter(kind -> carried.streams(kind).isEmpty()).findFirst();
    }

    /** One for each level that is not carried. */
    public static List<Finding> findings(Presentation whole) {
        return whole.streams().stream().flatMap(stream -> stream.levels().stream().filter(level -> !carries(level))
                .map(level -> Finding.warning(level.file().name(), stream.name() + " " + level.bitrate()
                        + ": a track that changes its configuration is not carried in Smooth Streaming")))
                .toList();
    }
}
