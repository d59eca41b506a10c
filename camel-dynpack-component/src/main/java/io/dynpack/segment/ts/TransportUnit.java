package io.dynpack.segment.ts;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.SampleRun;
import io.dynpack.segment.SegmentTransform;

/** The packets of a part of a fragment, or of one key frame: program tables at its start, then what the plan says. */
final class TransportUnit implements SegmentTransform {
    /** A part is made in memory; only a single access unit of this size makes one as long. */
    private static final long MAX_BYTES = 256L << 20;

    private final ProgramTables tables;
    private final UnitPlan plan;
    private final UnitParts.Part part;
    private final int tableCounter;

    TransportUnit(ProgramTables tables, UnitPlan plan, UnitParts.Part part, int tableCounter) {
        if (part.packets() > MAX_BYTES / PacketWriter.PACKET) {
            throw new TransportStreamException("an access unit takes more than " + MAX_BYTES + " bytes");
        }
        this.tables = tables;
        this.plan = plan;
        this.part = part;
        this.tableCounter = tableCounter;
    }

    @Override
    public int length() {
        return (int) part.packets() * PacketWriter.PACKET;
    }

    @Override
    public void write(List<ByteBuffer[]> sources, ByteBuffer target) {
        Writer writer = new Writer(sources, target);
        UnitPlan.Walk walk = plan.walk(part.place(), writer);
        while (writer.out.written() < length() && walk.step()) {
            // written
        }
        if (writer.out.written() != length()) {
            throw new IllegalStateException(writer.out.written() + " bytes written, " + length() + " planned");
        }
        target.position(target.position() + length());
    }

    private final class Writer implements UnitPlan.Visitor {
        private final PacketWriter out;
        private final @Nullable Track video;
        private final @Nullable Track audio;
        private final boolean audioClock = plan.video() == null;

        Writer(List<ByteBuffer[]> sources, ByteBuffer target) {
            out = new PacketWriter(target);
            UnitPlan.Run pictures = plan.video();
            video = pictures == null
                    ? null
                    : new Track(pictures, sources.get(0), ProgramTables.VIDEO_PID, part.videoCounter(),
                            part.firstPicture());
            UnitPlan.Run sound = plan.audio();
            audio = sound == null
                    ? null
                    : new Track(sound, sources.get(audioClock ? 0 : 1), ProgramTables.AUDIO_PID,
                            part.audioCounter(), part.firstFrame());
            if (part.tables()) {
                out.packet(tables.association(), tableCounter);
                out.packet(tables.map(), tableCounter);
            }
        }

        @Override
        public void video(int sample, boolean sync, long pts, long dts) {
            Track video = Objects.requireNonNull(this.video);
            ElementaryStream stream = video.stream;
            int size = video.samples.size(sample);
            video.skipTo(sample);
            int packets = (int) PacketCount.picture(stream, size, sync, pts, dts);
            int bytes = PesHeader.size(pts, dts) + stream.measure(video.bytes, size, sync);
            // a damaged picture of which hardly anything is left; zero bytes may follow any NAL unit
            int zeros = Math.max(0, packets - bytes);
            out.begin(video.pid, video.counter, packets, bytes + zeros, sync, dts - TransportClock.LAG);
            PesHeader.write(out, stream.streamId(), pts, dts, -1);
            stream.write(video.bytes, size, sync, out);
            out.zeros(zeros);
            video.counter += packets;
            video.passed(size);
        }

        @Override
        public void audio(int first, int end, int bytes, long pts, long dts) {
            Track audio = Objects.requireNonNull(this.audio);
            int total = PesHeader.SIZE + bytes;
            int packets = (int) PacketCount.sound(audioClock, bytes);
            out.begin(audio.pid, audio.counter, packets, total, audioClock,
                    audioClock ? dts - TransportClock.LAG : PacketWriter.NO_CLOCK);
            PesHeader.write(out, audio.stream.streamId(), pts, pts, bytes);
            for (int frame = first; frame < end; frame++) {
                int size = audio.samples.size(frame);
                audio.skipTo(frame);
                audio.stream.write(audio.bytes, size, true, out);
                audio.passed(size);
            }
            audio.counter += packets;
        }

        @Override
        public void clock(long time) {
            Track track = Objects.requireNonNull(audioClock ? audio : video);
            out.clock(track.pid, track.counter - 1, time - TransportClock.LAG);
        }
    }

    /** Where writing one track has come to. */
    private static final class Track {
        private final SampleRun samples;
        private final ElementaryStream stream;
        private final SampleBytes bytes;
        private final int pid;
        private int counter;
        private int next;

        Track(UnitPlan.Run run, ByteBuffer[] source, int pid, int counter, int first) {
            this.samples = run.samples();
            this.stream = run.stream();
            this.bytes = new SampleBytes(source);
            this.pid = pid;
            this.counter = counter;
            this.next = first;
        }

        /** Steps over samples that are not carried. */
        void skipTo(int sample) {
            if (next < sample) {
                bytes.advance(samples.bytes(next, sample));
                next = sample;
            }
        }

        void passed(int size) {
            bytes.advance(size);
            next++;
        }
    }
}
