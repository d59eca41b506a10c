package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Set;

import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.ElementaryStreamDescriptor;
import io.dynpack.codec.Mp3Codec;
import io.dynpack.codec.PcmCodec;
import io.dynpack.isobmff.AudioSampleEntry;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;

/**
 * A sample entry, byte for byte as it lies in the file unless QuickTime wrote it, and the codec it describes.
 *
 * @param bytes the whole box, fit for an initialization segment
 * @param codec what it says
 */
public record SampleEntry(ByteBuffer bytes, Codec codec) {
    /** Boxes of QuickTime's {@code wave}: what it is of, its byte order, its end. */
    private static final Set<Integer> QUICKTIME = Set.of(Fourcc.of("frma"), Fourcc.of("enda"), 0);

    private static final int ALAC = Fourcc.of("alac");

    private static final int ENTRY = 256;
    /** Hz that the field of an entry has room for. */
    private static final int MAX_RATE = 0xffff;
    /**
     * stream_structure of {@code chnl} (ISO/IEC 14496-12, 12.2.4), and speaker_position of a channel nobody knows (ISO/IEC
     * 23091-3).
     */
    private static final int CHANNEL_STRUCTURED = 1;
    private static final int UNKNOWN_SPEAKER = 127;

    /** Where the version of an audio entry lies in its payload; 0 unless it is QuickTime's. */
    private static final int AUDIO_VERSION = 8;
    /** Where data_reference_index lies in a sample entry. */
    private static final int DATA_REFERENCE = 8 + 6;

    public SampleEntry {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** Bytes on the heap, roughly: the box, and what is known of it. */
    long heapBytes() {
        return ENTRY + bytes.remaining() + codec.heapBytes();
    }

    /** @throws CodecException when the codec is not served */
    static SampleEntry read(Box entry, TrackKind kind) {
        Codec codec = EntryCodecs.of(entry, kind);
        if (kind == TrackKind.AUDIO && entry.type() == EntryCodecs.QUICKTIME_MP3) {
            return rewritten(mpeg4(AudioSampleEntry.read(entry), (Mp3Codec) codec), kind);
        }
        if (codec instanceof PcmCodec pcm && entry.type() != Fourcc.of(pcm.family())) {
            return rewritten(iso(AudioSampleEntry.read(entry), pcm), kind);
        }
        boolean quickTime = kind == TrackKind.AUDIO && entry.reader().skip(AUDIO_VERSION).u16() != 0;
        return quickTime
                ? rewritten(version0(AudioSampleEntry.read(entry), codec), kind)
                : new SampleEntry(copyOf(entry), codec);
    }

    /** What players get is what counts: one that had several records of its codec may now begin with another of them. */
    private static SampleEntry rewritten(ByteBuffer bytes, TrackKind kind) {
        return new SampleEntry(bytes, EntryCodecs.of(Box.parse(bytes, 0), kind));
    }

    /** Copied, so that an index never holds the whole {@code moov} in memory; the first data reference is the file itself. */
    private static ByteBuffer copyOf(Box entry) {
        ByteBuffer payload = entry.payload();
        ByteBuffer bytes = ByteBuffer.allocate(8 + payload.remaining());
        return bytes.putInt(bytes.capacity()).putInt(entry.type()).put(payload).flip().putShort(DATA_REFERENCE, (short) 1);
    }

    /** QuickTime's longer entries, and the boxes they hide in {@code wave}, mean nothing in an ISO base media file. */
    private static ByteBuffer version0(AudioSampleEntry entry, Codec codec) {
        BoxWriter out = new BoxWriter(256);
        int mark = out.start(entry.format());
        begin(entry, codec instanceof PcmCodec pcm ? pcm.bitDepth() : 16, out);
        children(entry, out);
        out.end(mark);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** QuickTime's MP3 as ISO base media files have it. */
    private static ByteBuffer mpeg4(AudioSampleEntry entry, Mp3Codec codec) {
        BoxWriter out = new BoxWriter(256);
        int mark = out.start(Fourcc.of("mp4a"));
        begin(entry, 16, out);
        children(entry, out);
        int esds = out.start(Fourcc.of("esds"));
        out.bytes(ElementaryStreamDescriptor.payload(codec.objectTypeIndication())).end(esds).end(mark);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** QuickTime's PCM as ISO/IEC 23003-5 has it; of its own boxes none means anything there. */
    private static ByteBuffer iso(AudioSampleEntry entry, PcmCodec codec) {
        BoxWriter out = new BoxWriter(128);
        int mark = out.start(Fourcc.of(codec.family()));
        begin(entry, codec.bitDepth(), out);
        if (codec.sampleRate() > MAX_RATE) {
            // the standard has it in entries of version 1, for which players would have to know stsd of version 1; others skip it
            int srat = out.start(Fourcc.SRAT);
            out.u32(0).u32(codec.sampleRate()).end(srat);
        }
        int pcmc = out.start(Fourcc.of("pcmC"));
        out.u32(0).u8(codec.littleEndian() ? 1 : 0).u8(codec.bitDepth()).end(pcmc);
        if (codec.channels() > 1) {
            int chnl = out.start(Fourcc.CHNL);
            out.u32(0).u8(CHANNEL_STRUCTURED).u8(codec.channelConfiguration());
            if (codec.channelConfiguration() == 0) {
                for (int i = 0; i < codec.channels(); i++) {
                    out.u8(UNKNOWN_SPEAKER);
                }
            } else {
                // none of the channels is omitted
                out.u64(0);
            }
            out.end(chnl);
        }
        out.end(mark);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** @param bits samplesize, which of compressed sound means nothing */
    private static void begin(AudioSampleEntry entry, int bits, BoxWriter out) {
        out.zeros(6).u16(1).zeros(8).u16(Math.min(entry.channelCount(), 0xffff)).u16(bits).zeros(4);
        out.u32(entry.sampleRate() > MAX_RATE ? 0 : entry.sampleRate() << 16);
    }

    private static void children(AudioSampleEntry entry, BoxWriter out) {
        // QuickTime repeats the sample entry in wave; ALAC calls its configuration by the same name
        children(entry.box().children(entry.fields()), false, entry.format() == ALAC ? 0 : entry.format(), out);
    }

    /**
     * As far as they are whole: what the codec needs of them was found already.
     *
     * @param inWave in which no further {@code wave} counts: a file could nest as many as a thread has no stack for
     */
    private static void children(Iterable<Box> boxes, boolean inWave, int format, BoxWriter out) {
        try {
            for (Box box : boxes) {
                if (box.type() == Fourcc.WAVE) {
                    if (!inWave) {
                        children(box.children(), true, format, out);
                    }
                } else if (box.type() != format && !QUICKTIME.contains(box.type())) {
                    int child = out.start(box.type());
                    out.bytes(box.payload()).end(child);
                }
            }
        } catch (IsobmffException e) {
            // something else than boxes, which ends them
        }
    }
}
