package io.dynpack.protection;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.Codec;
import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.VideoCodec;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.TrackProtection;
import io.dynpack.segment.ProtectedRun;

/** How one level is encrypted. Holds the key, and so is dropped with the answer that it is of. */
public final class LevelProtection {
    private final Level level;
    private final TrackProtection track;
    private final ContentKey key;
    private final SampleLayouts layouts;

    LevelProtection(Level level, TrackProtection track, ContentKey key, SampleLayouts layouts) {
        this.level = level;
        this.track = track;
        this.key = key;
        this.layouts = layouts;
    }

    /** What initialization segments say. */
    public TrackProtection track() {
        return track;
    }

    /**
     * How a run of the level is encrypted. Of video its media are looked at, once for all who ask; of sound nothing is read.
     *
     * @return fails with what a read failed with
     */
    public CompletableFuture<ProtectedRun> of(SampleRun run) {
        Codec codec = level.codec(run.entry());
        return codec instanceof VideoCodec video
                ? layouts.of(video, run).thenApply(layout -> encrypted(run, layout))
                : CompletableFuture.completedFuture(encrypted(run, null));
    }

    private ProtectedRun encrypted(SampleRun run, @Nullable SampleLayout layout) {
        int ivSize = track.encryption().ivSize();
        boolean counter = ivSize > 0;
        SubsampleMap subsamples = layout == null ? null : SubsampleMap.of(run, layout, counter || layout.wholeBlocks(), ivSize);
        return new EncryptedRun(track, key, run, subsamples, counter ? InitializationVectors.base(key, run) : 0);
    }
}
