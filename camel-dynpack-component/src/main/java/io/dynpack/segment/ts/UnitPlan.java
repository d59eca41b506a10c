package io.dynpack.segment.ts;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.SampleRun;

/**
 * What a unit holds and in which order: PES packets of both tracks by decoding time, clock references between them. The same walk
 * counts packets and writes them.
 */
final class UnitPlan {
    /** ISO/IEC 13818-1, 2.7.2: a clock reference at least every 100 ms; ticks of 90 kHz. */
    private static final long CLOCK_INTERVAL = 9_000;
    /** A longer silence than 30 seconds is not bridged. */
    private static final int MAX_BRIDGE = 300;
    /** Audio of one PES packet lasts at most 100 ms. */
    private static final long GROUP = 9_000;
    /** PES_packet_length has 16 bits. */
    private static final int MAX_GROUP_BYTES = 0xffff - 8;
    /** Audio that comes this much before the first picture gets a clock of its own. */
    private static final long EARLY = TransportClock.LAG / 2;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    /** Sees the parts of a unit in their order. Times are those of {@link TransportClock}. */
    interface Visitor {
        void video(int sample, boolean sync, long pts, long dts);

        /** @param bytes of all frames from {@code first} to {@code end}, exclusive, as they are in the stream */
        void audio(int first, int end, int bytes, long pts, long dts);

        /** A clock reference on its own; the clock then stands at {@code time} minus its lag. */
        void clock(long time);
    }

    /** A run of samples in a transport stream. */
    record Run(SampleRun samples, TransportClock clock, ElementaryStream stream) {}

    private final @Nullable Run video;
    private final @Nullable Run audio;
    private final long next;

    /**
     * @param video or {@code null}
     * @param audio or {@code null}
     * @param next  decoding time at which the next unit begins, or {@link Long#MAX_VALUE} where none follows without a gap
     */
    UnitPlan(@Nullable Run video, @Nullable Run audio, long next) {
        this.video = video;
        this.audio = audio;
        this.next = next;
    }

    /** Walks the whole unit. */
    void walk(Visitor visitor) {
        Walk walk = walk(start(), visitor);
        while (walk.step()) {
            // the visitor sees it
        }
    }

    /** {@code null} without video. */
    @Nullable
    Run video() {
        return video;
    }

    /** Of a unit with video. */
    Run requiredVideo() {
        return Objects.requireNonNull(video, "the unit has no video");
    }

    /** {@code null} without audio. */
    @Nullable
    Run audio() {
        return audio;
    }

    /** In front of everything. */
    Place start() {
        return new Place(0, 0, NOT_BEGUN);
    }

    /** Goes on where another walk through the same unit stood. */
    Walk walk(Place from, Visitor visitor) {
        return new Walk(from, visitor);
    }

    /**
     * Between two PES packets.
     *
     * @param picture the next sample of video
     * @param frame   the next sample of audio
     * @param clock   decoding time of the last clock reference
     */
    record Place(int picture, int frame, long clock) {}

    /** A walk, one PES packet at a time. */
    final class Walk {
        private final Visitor visitor;
        private final Video pictures;
        private final Audio sound;
        private long clock;

        private Walk(Place from, Visitor visitor) {
            this.visitor = visitor;
            this.pictures = new Video(video, from.picture);
            this.sound = new Audio(audio, from.frame);
            this.clock = from.clock;
        }

        /** Where this walk stands; a walk from here sees what this one is going to see. */
        Place place() {
            return new Place(pictures.sample, sound.first, clock);
        }

        /**
         * Shows one PES packet and the clock references before it, at the end of the unit those after it.
         *
         * @return whether there may be more
         */
        boolean step() {
            boolean audioClock = video == null;
            if (clock == NOT_BEGUN) {
                if (audioClock) {
                    clock = sound.dts;
                } else if (sound.dts < pictures.dts - EARLY) {
                    clock = sound.dts;
                    visitor.clock(clock);
                } else {
                    // decoding begins with a picture, and the clock with it
                    clock = pictures.dts;
                    pictures.visit(visitor);
                    return true;
                }
            }
            if (pictures.dts == NEVER && sound.dts == NEVER) {
                if (next != NEVER && clock != NEVER) {
                    bridge(next);
                }
                return false;
            }
            bridge(Math.min(pictures.dts, sound.dts));
            if (pictures.dts <= sound.dts) {
                clock = pictures.dts;
                pictures.visit(visitor);
            } else {
                if (audioClock) {
                    clock = sound.dts;
                }
                sound.visit(visitor);
            }
            return true;
        }

        private void bridge(long time) {
            long to = Math.min(time, next);
            for (int i = 0; i < MAX_BRIDGE && to - clock > CLOCK_INTERVAL; i++) {
                clock += CLOCK_INTERVAL;
                visitor.clock(clock);
            }
        }
    }

    /** The next picture. */
    private static final class Video {
        private final @Nullable Run run;
        private int sample;
        private int ordinal;
        private long decodeTime;
        private long dts = NEVER;

        Video(@Nullable Run run, int from) {
            this.run = run;
            this.sample = from;
            if (run != null && from < run.samples.count()) {
                ordinal = run.samples.syncCountBefore(sample);
                decodeTime = run.samples.decodeTime(sample);
                dts = run.clock.dts(decodeTime);
            }
        }

        void visit(Visitor visitor) {
            Run run = Objects.requireNonNull(this.run);
            SampleRun samples = run.samples;
            boolean sync = ordinal < samples.syncCount() && samples.syncSample(ordinal) == sample;
            ordinal += sync ? 1 : 0;
            visitor.video(sample, sync, run.clock.pts(decodeTime, samples.compositionOffset(sample)), dts);
            decodeTime += samples.duration(sample++);
            dts = sample < samples.count() ? run.clock.dts(decodeTime) : NEVER;
        }
    }

    /** The next frames that go into one PES packet. */
    private static final class Audio {
        private final @Nullable Run run;
        private int first;
        private int sample;
        private long decodeTime;
        private long dts = NEVER;
        private long pts;
        private int bytes;

        Audio(@Nullable Run run, int from) {
            this.run = run;
            this.first = from;
            this.sample = from;
            if (run != null && from < run.samples.count()) {
                decodeTime = run.samples.decodeTime(sample);
                group(run);
            }
        }

        void visit(Visitor visitor) {
            visitor.audio(first, sample, bytes, pts, dts);
            group(Objects.requireNonNull(run));
        }

        /** Frames that follow each other as their nominal length says, since only the first one's time is stated. */
        private void group(Run run) {
            SampleRun samples = run.samples;
            while (sample < samples.count() && !run.stream.carries(samples.size(sample))) {
                decodeTime += samples.duration(sample++);
            }
            first = sample;
            if (sample >= samples.count()) {
                dts = NEVER;
                return;
            }
            dts = run.clock.dts(decodeTime);
            pts = run.clock.pts(decodeTime, samples.compositionOffset(sample));
            bytes = 0;
            int size = samples.size(sample);
            do {
                bytes += (int) run.stream.bound(size, true);
                decodeTime += samples.duration(sample++);
                size = sample < samples.count() ? samples.size(sample) : 0;
            } while (sample < samples.count() && run.stream.carries(size) && follows(run, size));
        }

        private boolean follows(Run run, int size) {
            SampleRun samples = run.samples;
            long end = run.clock.dts(decodeTime + samples.duration(sample));
            if (end - dts > GROUP || bytes + run.stream.bound(size, true) > MAX_GROUP_BYTES) {
                return false;
            }
            long time = run.clock.pts(decodeTime, samples.compositionOffset(sample));
            return Math.abs(time - pts - run.stream.nominal(sample - first)) <= 1;
        }
    }
}
