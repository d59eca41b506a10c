package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AacRawDataBlocks;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.storage.Source;

/**
 * Looks at a few access units of each track for what {@code moov} cannot tell, and reads at most 1 MiB of a track: of AAC
 * that may hide an extension the first ones; of H.264 and HEVC the beginnings of sync samples from all over the track, and
 * more where its tables cannot be right ({@link PictureProbe}). Never fails: where access units are damaged or cannot be
 * read, the track is as {@code moov} has it, and says so.
 */
final class AccessUnitProbe {
    /** Access units of AAC; an extension is in each of them, or in each second one at least. */
    private static final int AUDIO_UNITS = 16;
    /** Interleaved files have few access units in one place. */
    private static final int AUDIO_RANGES = 4;
    private static final int AUDIO_BYTES = 64 * 1024;

    private final Source source;
    private final MediaIndex index;
    private final boolean everything;
    private final List<TrackIndex> tracks = new ArrayList<>();

    private AccessUnitProbe(Source source, MediaIndex index, boolean everything) {
        this.source = source;
        this.index = index;
        this.everything = everything;
    }

    /** The index with what responses depend on, which is the codec of sound; {@code source} stays open. */
    static CompletableFuture<MediaIndex> served(Source source, MediaIndex index) {
        return new AccessUnitProbe(source, index, false).next();
    }

    /** The index with all that its access units tell, also what only a report says; looks at no track twice. */
    static CompletableFuture<MediaIndex> everything(Source source, MediaIndex index) {
        return new AccessUnitProbe(source, index, true).next();
    }

    /** One track after the other; a loop as long as reads answer at once, since a file may have any number of tracks. */
    private CompletableFuture<MediaIndex> next() {
        while (tracks.size() < index.tracks().size()) {
            CompletableFuture<TrackIndex> look = probed(index.tracks().get(tracks.size()));
            if (!look.isDone()) {
                return look.thenCompose(looked -> {
                    tracks.add(looked);
                    return next();
                });
            }
            tracks.add(look.join());
        }
        return CompletableFuture.completedFuture(index.withTracks(tracks));
    }

    private CompletableFuture<TrackIndex> probed(TrackIndex track) {
        if (track.probe().outcome() != TrackProbe.Outcome.NOT_NEEDED) {
            return CompletableFuture.completedFuture(track);
        }
        CompletableFuture<TrackIndex> look;
        try {
            if (track.codec() instanceof AacCodec codec && codec.isImplicitPossible()) {
                look = audio(track, codec);
            } else if (track.codec() instanceof NalUnitCodec && (everything || PictureProbe.isNeeded(track))) {
                look = PictureProbe.look(source, index.file(), track, everything);
            } else {
                return CompletableFuture.completedFuture(track);
            }
        } catch (RuntimeException e) {
            // a read that is refused at once
            look = CompletableFuture.failedFuture(e);
        }
        return look.exceptionally(failure -> track.probed(track.codec(),
                IndexCache.unwrap(failure) instanceof CodecException ? TrackProbe.UNKNOWN : TrackProbe.UNREAD));
    }

    private CompletableFuture<TrackIndex> audio(TrackIndex track, AacCodec codec) {
        SampleTable samples = track.samples();
        int count = Math.min(AUDIO_UNITS, samples.count());
        while (count > 1 && samples.bytes(0, count) > AUDIO_BYTES) {
            count--;
        }
        if (samples.bytes(0, count) > AUDIO_BYTES) {
            return CompletableFuture.failedFuture(new CodecException("the first access unit is larger than any of AAC"));
        }
        ByteRanges ranges = samples.ranges(0, count);
        List<CompletableFuture<ByteBuffer>> reads = new ArrayList<>();
        for (int i = 0; i < Math.min(AUDIO_RANGES, ranges.count()); i++) {
            reads.add(source.read(ranges.starts()[i], (int) (ranges.ends()[i] - ranges.starts()[i])));
        }
        int units = count;
        return all(reads).thenApply(buffers -> {
            AacRawDataBlocks blocks = new AacRawDataBlocks(codec.config());
            ByteBuffer bytes = joined(buffers);
            int read = 0;
            for (int sample = 0; sample < units && samples.size(sample) <= bytes.remaining(); sample++) {
                if (samples.size(sample) > 0) {
                    blocks.read(bytes.slice(bytes.position(), samples.size(sample)));
                    bytes.position(bytes.position() + samples.size(sample));
                    read++;
                }
            }
            return track.probed(codec.withImplicit(blocks.sbr(), blocks.ps()), TrackProbe.known(read));
        });
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    static ByteBuffer joined(List<ByteBuffer> buffers) {
        if (buffers.size() == 1) {
            return buffers.get(0).slice();
        }
        ByteBuffer joined = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(buffer -> joined.put(buffer.slice()));
        return joined.flip();
    }
}
