package io.dynpack.segment.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.FtypBox;
import io.dynpack.isobmff.MdatHeader;
import io.dynpack.isobmff.MfhdBox;
import io.dynpack.isobmff.MoofBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.isobmff.TrunHeader;
import io.dynpack.isobmff.UuidBox;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.text.CueList;
import io.dynpack.text.CueSample;
import io.dynpack.text.Imsc1;
import io.dynpack.text.WvttSample;

/** Samples of text as a media segment: {@code moof} and {@code mdat}, in ticks of 10 MHz. */
public final class TextSegment {
    private static final long MAX_DURATION = 0xffffffffL;

    private final long start;
    private final List<Sample> samples;

    private record Sample(byte[] bytes, long duration) {}

    private TextSegment(long start, List<Sample> samples) {
        this.start = start;
        this.samples = samples;
    }

    /**
     * One document for all of a window (ISO/IEC 14496-30, 5): its times are those of the track.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz, behind {@code from}
     */
    public static TextSegment imsc1(CueList cues, long from, long to) {
        return new TextSegment(from, List.of(new Sample(utf8(Imsc1.document(cues, from, to)), duration(to - from))));
    }

    /** As {@link #imsc1} with times that count from the start of the window. */
    public static TextSegment relative(CueList cues, long from, long to) {
        return new TextSegment(from, List.of(new Sample(utf8(Imsc1.document(cues, from, to, from)), duration(to - from))));
    }

    /**
     * A sample from one change of what is shown to the next (ISO/IEC 14496-30, 6).
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz, behind {@code from}
     */
    public static TextSegment wvtt(CueList cues, long from, long to) {
        List<Sample> samples = new ArrayList<>();
        for (CueSample sample : CueSample.of(cues, from, to)) {
            samples.add(new Sample(WvttSample.bytes(cues, sample), duration(sample.duration())));
        }
        return new TextSegment(from, samples);
    }

    /** A single sample of more than seven minutes does not fit; the next segment states its own time. */
    private static long duration(long ticks) {
        return Math.min(ticks, MAX_DURATION);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The segment as CMAF and CSF have it.
     *
     * @param brands         of {@code styp}
     * @param sequenceNumber of {@code mfhd}, from 1
     */
    public SegmentBody body(FtypBox brands, long sequenceNumber) {
        TfhdBox tfhd = new TfhdBox(TfhdBox.DEFAULT_BASE_IS_MOOF | TfhdBox.DEFAULT_FLAGS, TextInitialization.TRACK_ID, 0, 0, 0,
                0,
                SampleFlags.SYNC);
        MoofBox moof = new MoofBox(new MfhdBox(sequenceNumber), tfhd, List.of(new TfdtBox(start)), trun(), List.of(),
                new MdatHeader(bytes()));
        BoxWriter out = new BoxWriter(brands.size() + moof.size() + (int) bytes());
        brands.write(out, Fourcc.STYP);
        return written(out, moof);
    }

    /**
     * The fragment of Smooth Streaming (MS-SSTR 2.2.4).
     *
     * @param time           of the fragment there, ticks of 10 MHz
     * @param duration       of the fragment there
     * @param sequenceNumber of {@code mfhd}, from 1
     */
    public SegmentBody smooth(long time, long duration, long sequenceNumber) {
        TfhdBox tfhd = new TfhdBox(TfhdBox.DEFAULT_FLAGS, TextInitialization.TRACK_ID, 0, 0, 0, 0, SampleFlags.SYNC);
        MoofBox moof = new MoofBox(new MfhdBox(sequenceNumber), tfhd, List.of(), trun(),
                List.of(UuidBox.tfxd(time, duration)), new MdatHeader(bytes()));
        return written(new BoxWriter(moof.size() + (int) bytes()), moof);
    }

    private SegmentBody written(BoxWriter out, MoofBox moof) {
        moof.write(out, this::table);
        samples.forEach(sample -> out.bytes(sample.bytes));
        return SegmentBody.of(Piece.Literal.of(out.toByteArray()));
    }

    private TrunHeader trun() {
        return new TrunHeader(0, TrunBox.DATA_OFFSET | TrunBox.DURATION | TrunBox.SIZE, samples.size(), 0);
    }

    private long bytes() {
        return samples.stream().mapToLong(sample -> sample.bytes.length).sum();
    }

    private void table(BoxWriter out) {
        samples.forEach(sample -> out.u32(sample.duration).u32(sample.bytes.length));
    }
}
