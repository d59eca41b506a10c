package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Ticks;
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
    /** For each sample entry of the video level; {@code null} without video. */
    private final List<ElementaryStream> video;
    private final ElementaryStream audio;
    private final TransportClock videoClock;
    private final TransportClock audioClock;
    private final Level audioLevel;
    /** First audio sample of each unit, and behind the last one; {@code null} without audio. */
    private final int[] audioFirst;
    private final ProgramTables tables;
    private final int[] packets;
    private final byte[] videoCounters;
    private final byte[] audioCounters;

    /**
     * @param stream of {@code level}, video or audio: all of its levels that transport streams carry
     * @param muxed  audio that goes with a video level, or {@code null}
     * @throws TransportStreamException for a codec that transport streams do not carry
     */
    public TransportLayout(SelectedStream stream, Level level, MuxedAudio muxed) {
        this.stream = stream;
        this.level = level;
        boolean isVideo = stream.kind() == TrackKind.VIDEO;
        audioLevel = isVideo ? muxed == null ? null : muxed.level() : level;
        video = isVideo ? ElementaryStream.of(level) : null;
        audio = audioLevel == null ? null : ElementaryStream.of(audioLevel).get(0);
        videoClock = isVideo ? TransportClock.of(stream.levels(), level) : null;
        audioClock = audioLevel == null ? null : TransportClock.of(List.of(audioLevel), audioLevel);
        audioFirst = audioLevel == null ? null : isVideo ? assigned() : level.firstSamples();
        tables = ProgramTables.of(video == null ? null : video.get(0), audio);
        int units = stream.timeline().count();
        packets = new int[units];
        videoCounters = new byte[video == null ? 0 : units];
        audioCounters = new byte[audio == null ? 0 : units];
        count();
    }

    /**
     * A frame belongs to the fragment whose start and end enclose its time; the first fragment takes all earlier ones, the last
     * one all later ones. Fragment times are those of the stream, so the answer is the same for all its levels.
     */
    private int[] assigned() {
        FragmentTimeline timeline = stream.timeline();
        long scale = audioLevel.track().timescale();
        int[] firsts = new int[timeline.count() + 1];
        firsts[0] = audioLevel.timeline().firstSample();
        for (int unit = 1; unit < timeline.count(); unit++) {
            int low = firsts[unit - 1];
            int high = audioLevel.timeline().endSample();
            while (low < high) {
                int middle = low + high >>> 1;
                long time = audioLevel.timeline().decodeTime(middle) - audioLevel.timeline().mediaTime();
                if (Ticks.of(time, scale) < timeline.start(unit)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            firsts[unit] = low;
        }
        firsts[timeline.count()] = audioLevel.timeline().endSample();
        return firsts;
    }

    private void count() {
        PacketCount count = new PacketCount(this);
        int pictures = 0;
        int sound = 0;
        for (int unit = 0; unit < packets.length; unit++) {
            if (video != null) {
                videoCounters[unit] = (byte) (pictures & 0xf);
            }
            if (audio != null) {
                audioCounters[unit] = (byte) (sound & 0xf);
            }
            count.reset();
            plan(unit).walk(count);
            packets[unit] = (int) Math.min(count.total(), Integer.MAX_VALUE);
            pictures += (int) (count.video() & 0xf);
            sound += (int) (count.audio() & 0xf);
        }
    }

    UnitPlan plan(int unit) {
        boolean follows = unit + 1 < packets.length && stream.timeline().continues(unit + 1);
        TransportClock clock = video == null ? audioClock : videoClock;
        long next = follows ? clock.dts(level.timeline().decodeTime(level.firstSample(unit + 1))) : Long.MAX_VALUE;
        UnitPlan.Run pictures = video == null
                ? null
                : new UnitPlan.Run(level, videoClock, video(level.firstSample(unit)), level.firstSample(unit),
                        level.endSample(unit));
        UnitPlan.Run sound = audio == null
                ? null
                : new UnitPlan.Run(audioLevel, audioClock, audio, audioFirst[unit], audioFirst[unit + 1]);
        return new UnitPlan(pictures, sound, next);
    }

    private UnitPlan keyFramePlan(int sample) {
        return new UnitPlan(new UnitPlan.Run(level, videoClock, video(sample), sample, sample + 1), null, Long.MAX_VALUE);
    }

    /** Bytes of the unit with this fragment. */
    public long bytes(int fragment) {
        return (long) packets[fragment] * PacketWriter.PACKET;
    }

    /** Bytes of the key frame segment with this sync sample; of a video level. */
    public long keyFrameBytes(int sample) {
        PacketCount count = new PacketCount(this);
        keyFramePlan(sample).walk(count);
        return count.total() * PacketWriter.PACKET;
    }

    /**
     * The segment with the fragments from {@code from} to {@code to}, exclusive.
     *
     * @param protection of the samples; only {@link SampleProtection#CLEAR} so far
     * @throws TransportStreamException where a fragment is too long to be made in memory
     */
    public SegmentBody segment(int from, int to, SampleProtection protection) {
        List<Piece> pieces = new ArrayList<>();
        for (int unit = from; unit < to; unit++) {
            add(pieces, plan(unit), packets[unit], unit, video == null ? 0 : videoCounters[unit],
                    audio == null ? 0 : audioCounters[unit]);
        }
        return SegmentBody.of(pieces.toArray(Piece[]::new));
    }

    /**
     * Program tables and one sync sample of a video level.
     *
     * @param protection of the samples; only {@link SampleProtection#CLEAR} so far
     */
    public SegmentBody keyFrame(int sample, SampleProtection protection) {
        List<Piece> pieces = new ArrayList<>(1);
        add(pieces, keyFramePlan(sample), keyFrameBytes(sample) / PacketWriter.PACKET, 0, 0, 0);
        return SegmentBody.of(pieces.toArray(Piece[]::new));
    }

    private void add(List<Piece> pieces, UnitPlan plan, long count, int tableCounter, int videoCounter, int audioCounter) {
        for (UnitParts.Part part : UnitParts.of(this, plan, count, videoCounter, audioCounter)) {
            List<Piece.Ranges> sources = new ArrayList<>(2);
            if (video != null) {
                sources.add(ranges(level, part.firstPicture(), part.endPicture()));
            }
            if (audio != null) {
                sources.add(ranges(audioLevel, part.firstFrame(), part.endFrame()));
            }
            pieces.add(Piece.Transformed.of(new TransportUnit(this, plan, part, tableCounter), sources));
        }
    }

    private static Piece.Ranges ranges(Level of, int first, int end) {
        ByteRanges ranges = first == end ? new ByteRanges(new long[0], new long[0]) : of.samples().ranges(first, end);
        return new Piece.Ranges(of.file(), ranges.starts(), ranges.ends());
    }

    ProgramTables tables() {
        return tables;
    }

    boolean hasVideo() {
        return video != null;
    }

    /** Of this sample of the video track. */
    ElementaryStream video(int sample) {
        return video.size() == 1 ? video.get(0) : video.get(level.track().entries().of(sample));
    }

    /** Of the audio track, or {@code null}. */
    ElementaryStream audio() {
        return audio;
    }

    Level level() {
        return level;
    }

    Level audioLevel() {
        return audioLevel;
    }

    /** Bytes on the heap, roughly. */
    public long heapBytes() {
        long firsts = audioFirst == null || video == null ? 0 : 4L * audioFirst.length;
        return 512 + 4L * packets.length + videoCounters.length + audioCounters.length + firsts;
    }

    @Override
    public String toString() {
        return "TransportLayout[" + stream.name() + " " + level.bitrate() + ", units of " + Arrays.toString(packets)
                + " packets]";
    }
}
