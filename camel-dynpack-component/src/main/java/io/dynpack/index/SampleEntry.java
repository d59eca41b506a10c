package io.dynpack.index;

import java.nio.ByteBuffer;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.AvcConfiguration;
import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.ElementaryStreamDescriptor;
import io.dynpack.isobmff.AudioSampleEntry;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.VisualSampleEntry;

/**
 * A sample entry, byte for byte as it lies in the file unless QuickTime wrote it, and the codec it describes. The place where a
 * new codec is hooked in.
 *
 * @param bytes the whole box, fit for an initialization segment
 * @param codec what it says
 */
public record SampleEntry(ByteBuffer bytes, Codec codec) {
    private static final int AVC1 = Fourcc.of("avc1");
    private static final int AVC3 = Fourcc.of("avc3");
    private static final int AVCC = Fourcc.of("avcC");
    private static final int MP4A = Fourcc.of("mp4a");
    private static final int ESDS = Fourcc.of("esds");

    private static final int ENTRY = 256;

    /** Where the version of an audio entry lies in its payload; 0 unless it is QuickTime's. */
    private static final int AUDIO_VERSION = 8;
    /** Where data_reference_index lies in a sample entry. */
    private static final int DATA_REFERENCE = 8 + 6;

    public SampleEntry {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** Bytes on the heap, roughly: the box, and what is known of it. */
    long heapBytes() {
        long codecBytes = codec instanceof AvcCodec avc ? avc.configuration().heapBytes() : bytes.remaining();
        return ENTRY + bytes.remaining() + codecBytes;
    }

    /** @throws CodecException when the codec is not served */
    static SampleEntry read(Box entry, TrackKind kind) {
        if (kind == TrackKind.VIDEO) {
            Codec codec = video(entry);
            return new SampleEntry(copyOf(entry), codec);
        }
        Codec codec = audio(entry);
        boolean version0 = entry.reader().skip(AUDIO_VERSION).u16() == 0;
        return new SampleEntry(version0 ? copyOf(entry) : version0(AudioSampleEntry.read(entry)), codec);
    }

    /** Copied, so that an index never holds the whole {@code moov} in memory; the first data reference is the file itself. */
    private static ByteBuffer copyOf(Box entry) {
        ByteBuffer payload = entry.payload();
        ByteBuffer bytes = ByteBuffer.allocate(8 + payload.remaining());
        return bytes.putInt(bytes.capacity()).putInt(entry.type()).put(payload).flip().putShort(DATA_REFERENCE, (short) 1);
    }

    /** QuickTime's longer entries, and the boxes they hide in {@code wave}, mean nothing in an ISO base media file. */
    private static ByteBuffer version0(AudioSampleEntry entry) {
        BoxWriter out = new BoxWriter(256);
        int mark = out.start(entry.format());
        out.zeros(6).u16(1).zeros(8).u16(Math.min(entry.channelCount(), 0xffff)).u16(16).zeros(4);
        out.u32(entry.sampleRate() > 0xffff ? 0 : entry.sampleRate() << 16);
        Box esds = entry.child(ESDS);
        int child = out.start(ESDS);
        out.bytes(esds.payload()).end(child).end(mark);
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static Codec video(Box entry) {
        if (entry.type() != AVC1 && entry.type() != AVC3) {
            throw notServed(entry);
        }
        VisualSampleEntry visual = VisualSampleEntry.read(entry);
        Box avcC = visual.child(AVCC);
        if (avcC == null) {
            throw new CodecException(Fourcc.text(entry.type()) + " has no avcC");
        }
        AvcConfiguration shared = AvcConfiguration.parse(copy(avcC.payload()));
        return AvcCodec.of(Fourcc.text(entry.type()), shared, visual.width(), visual.height());
    }

    private static Codec audio(Box entry) {
        if (entry.type() != MP4A) {
            throw notServed(entry);
        }
        AudioSampleEntry audio = AudioSampleEntry.read(entry);
        Box esds = audio.child(ESDS);
        if (esds == null) {
            throw new CodecException("mp4a has no esds");
        }
        return AacCodec.of(ElementaryStreamDescriptor.parse(copy(esds.payload())), audio.channelCount());
    }

    private static CodecException notServed(Box entry) {
        return new CodecException("sample entry " + Fourcc.text(entry.type()) + " is not served");
    }

    private static ByteBuffer copy(ByteBuffer view) {
        return ByteBuffer.allocate(view.remaining()).put(view).flip();
    }
}
