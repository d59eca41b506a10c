package io.dynpack.protection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.TrackProtection;
import io.dynpack.segment.Piece;
import io.dynpack.segment.ProtectedRun;
import io.dynpack.segment.SegmentTransform;

/** The samples of a run under one key. Holds the key, and so is dropped with the answer that it is of. */
final class EncryptedRun implements ProtectedRun {
    /** Bytes of a piece, unless a single sample has more: they stay in the processor's cache until they are sent. */
    private static final int PIECE = 256 << 10;

    private final TrackProtection track;
    /** One for all pieces, so that no more copies of the value lie in memory than have to. */
    private final SecretKey key;
    private final byte[] constantIv;
    private final SampleRun run;
    /** {@code null} where samples are protected as a whole. */
    private final @Nullable SubsampleMap subsamples;
    /** Of the first sample of the track; of no meaning where one vector holds for all. */
    private final long ivBase;
    /** What was made for a piece and serves the next one; {@code null} while it is in use, and before. */
    private final AtomicReference<CipherTransform.@Nullable Pass> spare = new AtomicReference<>();

    EncryptedRun(TrackProtection track, ContentKey key, SampleRun run, @Nullable SubsampleMap subsamples, long ivBase) {
        this.track = track;
        this.key = key.aes();
        this.constantIv = key.iv();
        this.run = run;
        this.subsamples = subsamples;
        this.ivBase = ivBase;
    }

    @Override
    public TrackProtection track() {
        return track;
    }

    SecretKey key() {
        return key;
    }

    /** The initialization vector of all samples, where {@code tenc} states one. */
    byte[] constantIv() {
        return constantIv.clone();
    }

    AtomicReference<CipherTransform.@Nullable Pass> spare() {
        return spare;
    }

    int size(int sample) {
        return run.size(sample);
    }

    @Override
    public boolean hasSubsamples() {
        return subsamples != null;
    }

    @Override
    public long iv(int sample) {
        return ivBase + run.number(sample);
    }

    @Override
    public int subsampleCount(int sample) {
        return subsamples == null ? 1 : subsamples.count(sample);
    }

    @Override
    public int clearBytes(int sample, int subsample) {
        return subsamples == null ? 0 : subsamples.clear(sample, subsample);
    }

    @Override
    public int protectedBytes(int sample, int subsample) {
        return subsamples == null ? run.size(sample) : subsamples.data(sample, subsample);
    }

    @Override
    public List<Piece> media() {
        List<Piece> pieces = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int sample = 0; sample < run.count(); sample++) {
            long size = run.size(sample);
            if (bytes > 0 && bytes + size > PIECE) {
                pieces.add(piece(first, sample));
                first = sample;
                bytes = 0;
            }
            bytes += size;
        }
        if (bytes > 0) {
            pieces.add(piece(first, run.count()));
        }
        return pieces;
    }

    private Piece piece(int from, int to) {
        SegmentTransform transform = track.encryption().ivSize() > 0
                ? new CounterTransform(this, from, to)
                : new PatternTransform(this, from, to);
        return Piece.Transformed.of(transform, List.of(new Piece.Ranges(run.file(), run.ranges(from, to))));
    }
}
