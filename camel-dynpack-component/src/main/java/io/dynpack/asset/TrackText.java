package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.TextCodec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;
import io.dynpack.presentation.EditListException;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackTimeline;
import io.dynpack.storage.Source;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextFormat;
import io.dynpack.text.TextLimits;
import io.dynpack.text.TextTrackReader;

/**
 * Reads the samples of a text track: those that show something, some windows of the file ahead, in which samples that lie near
 * each other are read together. Beside video a cue lies megabytes behind the one before it.
 */
final class TrackText {
    /** Bytes of a window of several samples. */
    private static final int WINDOW = 128 << 10;
    /** Windows that are read at a time: a storage far away answers each as late as all. */
    private static final int AHEAD = 16;
    /** Bytes that these take. */
    static final long READ_AHEAD = (long) AHEAD * WINDOW;
    /** A day of subtitles has as many; each may be a call of the storage. */
    private static final int MAX_CHUNKS = 1 << 16;
    /** Nobody counts media time from an earlier day than 1970. */
    private static final long MAX_SECONDS = 100L * 366 * 24 * 3600;
    /** Bytes of the header of a sample entry. */
    private static final int HEADER = 8;

    private final Source source;
    private final TrackIndex track;
    private final SampleTable samples;
    private final TrackTimeline timeline;
    private final TextTrackReader reader;
    private final Deque<Window> ahead = new ArrayDeque<>();
    private final CompletableFuture<TextDocument> done = new CompletableFuture<>();
    /** The sample at which the next window begins. */
    private int planned;
    private int entry = -1;

    /**
     * Samples that are read at once.
     *
     * @param start of the first of them in the file
     * @param from  that sample
     * @param to    behind the last one; those between that show nothing may lie elsewhere
     */
    private record Window(long start, int from, int to, CompletableFuture<ByteBuffer> bytes) {}

    private TrackText(Source source, TrackIndex track) {
        this.source = source;
        this.track = track;
        this.samples = track.samples();
        this.timeline = TrackTimeline.of(track);
        this.reader = TextTrackReader.of(format(track), TextLimits.DEFAULT);
        this.planned = timeline.firstSample();
    }

    private static TextFormat format(TrackIndex track) {
        return switch (((TextCodec) track.codec()).form()) {
            case WVTT -> TextFormat.WVTT;
            case STPP -> TextFormat.STPP;
            case TX3G -> TextFormat.TX3G;
            case C608 -> TextFormat.CEA608;
        };
    }

    /** Of all samples of a track. */
    static long bytes(TrackIndex track) {
        return track.samples().bytes(0, track.samples().count());
    }

    /** Why nothing of a track is shown; {@code null} where something may be. */
    static @Nullable String problem(TrackIndex track) {
        try {
            TrackTimeline timeline = TrackTimeline.of(track);
            long latest = Math.max(timeline.decodeTime(timeline.endSample()), track.baseDecodeTime());
            if (latest / track.timescale() > MAX_SECONDS) {
                return "begins in more than a hundred years";
            }
            return track.samples().chunkCount() > MAX_CHUNKS
                    ? "has its text in more than " + MAX_CHUNKS + " places; write the file again"
                    : null;
        } catch (EditListException e) {
            return "cannot be placed in time: " + e.getMessage();
        }
    }

    /**
     * @param source stays open until the future is done
     * @param track  that {@link #problem} has nothing against
     * @return fails with a storage exception
     */
    static CompletableFuture<TextDocument> read(Source source, TrackIndex track) {
        TrackText text = new TrackText(source, track);
        text.goOn();
        return text.done;
    }

    /** Goes on as long as reads answer at once; a track may have far more samples than a thread has stack. */
    private void goOn() {
        try {
            plan();
            while (!ahead.isEmpty()) {
                Window window = ahead.element();
                if (!window.bytes.isDone()) {
                    window.bytes.whenComplete((bytes, failure) -> {
                        if (failure == null) {
                            goOn();
                        } else {
                            done.completeExceptionally(IndexCache.unwrap(failure));
                        }
                    });
                    return;
                }
                read(ahead.remove());
                plan();
            }
            done.complete(reader.document(ticks(timeline.presentationTime(timeline.endSample() - 1)
                    + samples.duration(timeline.endSample() - 1))));
        } catch (CompletionException e) {
            done.completeExceptionally(IndexCache.unwrap(e));
        } catch (RuntimeException e) {
            // nobody else would ever end the read
            done.completeExceptionally(e);
        }
    }

    private void plan() {
        while (ahead.size() < AHEAD) {
            skipSilence();
            if (planned >= timeline.endSample()) {
                return;
            }
            int from = planned;
            long start = offset(from);
            long end = start + samples.size(from);
            int to = from + 1;
            for (planned = to; planned < timeline.endSample(); planned++) {
                if (isSilent(planned)) {
                    continue;
                }
                long next = offset(planned);
                if (next < end || next - end > source.gapWorthReading() || next + samples.size(planned) - start > WINDOW) {
                    break;
                }
                end = next + samples.size(planned);
                to = planned + 1;
            }
            planned = to;
            ahead.add(new Window(start, from, to, source.read(start, (int) (end - start))));
        }
    }

    private void skipSilence() {
        while (planned < timeline.endSample() && isSilent(planned)) {
            planned++;
        }
    }

    private boolean isSilent(int sample) {
        return samples.size(sample) <= reader.silence();
    }

    private long offset(int sample) {
        return samples.ranges(sample, sample + 1).starts()[0];
    }

    private void read(Window window) {
        ByteBuffer bytes = window.bytes.join();
        for (int sample = window.from; sample < window.to; sample++) {
            if (isSilent(sample)) {
                continue;
            }
            if (entry != track.entries().of(sample)) {
                entry = track.entries().of(sample);
                ByteBuffer box = track.entries().entries().get(entry).bytes().duplicate();
                reader.entry(entry, box.position(HEADER));
            }
            long time = timeline.presentationTime(sample);
            long mediaTime = track.baseDecodeTime() + samples.compositionTime(sample);
            reader.sample(sample + 1, ticks(time), ticks(time + samples.duration(sample)), ticks(mediaTime),
                    bytes.slice((int) (offset(sample) - window.start), samples.size(sample)));
        }
    }

    private long ticks(long time) {
        return Ticks.of(time, track.timescale());
    }
}
