package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * One level, and the audio that is multiplexed with it, as a transport stream: how long each unit is and with which continuity
 * counters it begins. Computed once from the index, in one pass over the samples; takes six to eleven bytes a fragment.
 * Immutable.
 */
public final class TransportLayout {
    private final SelectedStream stream;
    private final Level level;
    /** {@code null} without video. */
    private final @Nullable Video video;
    /** Multiplexed, or all there is; {@code null} without audio. */
    private final @Nullable Audio audio;
    private final ProgramTables tables;
    private final int[] packets;
    private final byte[] videoCounters;
    private final byte[] audioCounters;

    /** @param streams for each sample entry of the level */
    private record Video(List<ElementaryStream> streams, TransportClock clock) {

        UnitPlan.Run run(SampleRun pictures) {
            return new UnitPlan.Run(pictures, clock, streams.get(streams.size() == 1 ? 0 : pictures.entry()));
        }
    }

    /** @param firsts sample of each unit, and behind the last one */
    private record Audio(Level level, ElementaryStream stream, TransportClock clock, int[] firsts) {}

    /**
     * @param stream of {@code level}, video or audio: all of its levels that transport streams carry
     * @param muxed  audio that goes with a video level, or {@code null}
     * @throws TransportStreamException for a codec that transport streams do not carry
     */
    public TransportLayout(SelectedStream stream, Level level, @Nullable MuxedAudio muxed) {
        this.stream = stream;
        this.level = level;
        boolean isVideo = stream.kind() == TrackKind.VIDEO;
        Level audioLevel = isVideo ? muxed == null ? null : muxed.level() : level;
        video = isVideo ? new Video(ElementaryStream.of(level), TransportClock.of(stream.levels(), level)) : null;
        audio = audioLevel == null
                ? null
                : new Audio(audioLevel, ElementaryStream.of(audioLevel).get(0),
                        TransportClock.of(List.of(audioLevel), audioLevel),
                        isVideo ? audioLevel.firstSamples(stream.timeline()) : level.firstSamples());
        tables = ProgramTables.of(video == null ? null : video.streams.get(0), audio == null ? null : audio.stream);
        int units = stream.timeline().count();
        packets = new int[units];
        videoCounters = new byte[video == null ? 0 : units];
        audioCounters = new byte[audio == null ? 0 : units];
        count();
    }

    private void count() {
        int pictures = 0;
        int sound = 0;
        for (int unit = 0; unit < packets.length; unit++) {
            if (video != null) {
                videoCounters[unit] = (byte) (pictures & 0xf);
            }
            if (audio != null) {
                audioCounters[unit] = (byte) (sound & 0xf);
            }
            PacketCount count = PacketCount.of(plan(unit, MuxedAudio.Part.ALL));
            packets[unit] = (int) Math.min(count.total(), Integer.MAX_VALUE);
            pictures += (int) (count.video() & 0xf);
            sound += (int) (count.audio() & 0xf);
        }
    }

    /** @param part of the audio that segments may hold; of no account to audio that stands alone */
    private UnitPlan plan(int unit, MuxedAudio.Part part) {
        boolean follows = unit + 1 < packets.length && stream.timeline().continues(unit + 1);
        UnitPlan.Run pictures = video == null ? null : video.run(level.indexed(unit));
        UnitPlan.Run sound = audio == null
                ? null
                : new UnitPlan.Run(sound(audio, unit, part), audio.clock, audio.stream);
        UnitPlan.Run main = pictures == null ? sound : pictures;
        long next = follows && main != null
                ? main.clock().dts(main.samples().decodeTime(main.samples().count()))
                : Long.MAX_VALUE;
        return new UnitPlan(pictures, sound, next);
    }

    private SampleRun sound(Audio audio, int unit, MuxedAudio.Part part) {
        int first = audio.firsts[unit];
        int end = audio.firsts[unit + 1];
        return video == null ? audio.level.indexed(first, end) : audio.level.indexed(part.within(first), part.within(end));
    }

    private UnitPlan keyFramePlan(int sample) {
        Video pictures = Objects.requireNonNull(video, "sound has no key frames");
        return new UnitPlan(pictures.run(level.indexed(sample, sample + 1)), null, Long.MAX_VALUE);
    }

    /** Bytes of the unit with this fragment. */
    public long bytes(int fragment) {
        return (long) packets[fragment] * PacketWriter.PACKET;
    }

    /** Bytes of the key frame segment with this sync sample; of a video level. */
    public long keyFrameBytes(int sample) {
        return PacketCount.of(keyFramePlan(sample)).total() * PacketWriter.PACKET;
    }

    /**
     * The segment with the fragments from {@code from} to {@code to}, exclusive.
     *
     * @throws TransportStreamException where a fragment is too long to be made in memory
     */
    public SegmentBody segment(int from, int to) {
        return segment(from, to, MuxedAudio.Part.ALL);
    }

    /**
     * As {@link #segment(int, int)}, with no more than a part of the audio that is multiplexed: the first unit of the whole holds
     * all that is earlier, and the last one all that is later.
     */
    public SegmentBody segment(int from, int to, MuxedAudio.Part part) {
        List<Piece> pieces = new ArrayList<>();
        for (int unit = from; unit < to; unit++) {
            int counter = video == null ? 0 : videoCounters[unit];
            if (audio == null || isWhole(audio, unit, part)) {
                add(pieces, plan(unit, MuxedAudio.Part.ALL), packets[unit], unit, counter,
                        audio == null ? 0 : audioCounters[unit]);
            } else {
                UnitPlan plan = plan(unit, part);
                add(pieces, plan, PacketCount.of(plan).total(), unit, counter, audioCounter(audio, unit, plan, part));
            }
        }
        return SegmentBody.of(pieces.toArray(Piece[]::new));
    }

    private boolean isWhole(Audio audio, int unit, MuxedAudio.Part part) {
        return video == null
                || part.within(audio.firsts[unit]) == audio.firsts[unit]
                        && part.within(audio.firsts[unit + 1]) == audio.firsts[unit + 1];
    }

    /** Where earlier audio is left out, that with which the next unit goes on without a break. */
    private int audioCounter(Audio audio, int unit, UnitPlan plan, MuxedAudio.Part part) {
        if (part.within(audio.firsts[unit]) == audio.firsts[unit]) {
            return audioCounters[unit];
        }
        long leftOut = PacketCount.of(plan(unit, MuxedAudio.Part.ALL)).audio() - PacketCount.of(plan).audio();
        return (int) (audioCounters[unit] + leftOut & 0xf);
    }

    /** Program tables and one sync sample of a video level. */
    public SegmentBody keyFrame(int sample) {
        List<Piece> pieces = new ArrayList<>(1);
        add(pieces, keyFramePlan(sample), keyFrameBytes(sample) / PacketWriter.PACKET, 0, 0, 0);
        return SegmentBody.of(pieces.toArray(Piece[]::new));
    }

    private void add(List<Piece> pieces, UnitPlan plan, long count, int tableCounter, int videoCounter, int audioCounter) {
        for (UnitParts.Part part : UnitParts.of(plan, count, videoCounter, audioCounter)) {
            List<Piece.Ranges> sources = new ArrayList<>(2);
            if (plan.video() != null) {
                sources.add(ranges(plan.video().samples(), part.firstPicture(), part.endPicture()));
            }
            if (plan.audio() != null) {
                sources.add(ranges(plan.audio().samples(), part.firstFrame(), part.endFrame()));
            }
            pieces.add(Piece.Transformed.of(new TransportUnit(tables, plan, part, tableCounter), sources));
        }
    }

    private static Piece.Ranges ranges(SampleRun run, int first, int end) {
        return new Piece.Ranges(run.file(), run.ranges(first, end));
    }

    /** Bytes on the heap, roughly. */
    public long heapBytes() {
        long firsts = audio == null || video == null ? 0 : 4L * audio.firsts.length;
        return 512 + 4L * packets.length + videoCounters.length + audioCounters.length + firsts;
    }

    @Override
    public String toString() {
        return "TransportLayout[" + stream.name() + " " + level.bitrate() + ", units of " + Arrays.toString(packets)
                + " packets]";
    }
}
