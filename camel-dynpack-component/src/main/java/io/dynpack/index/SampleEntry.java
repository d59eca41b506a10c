package io.dynpack.index;

import java.nio.ByteBuffer;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.AvcConfiguration;
import io.dynpack.codec.AvcSequenceParameterSet;
import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.ElementaryStreamDescriptor;
import io.dynpack.isobmff.AudioSampleEntry;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.VisualSampleEntry;

/**
 * A sample entry as it lies in the file, and the codec it describes. The place where a new codec is hooked in.
 *
 * @param bytes the whole box
 * @param codec what it says
 */
record SampleEntry(ByteBuffer bytes, Codec codec) {
    private static final int AVC1 = Fourcc.of("avc1");
    private static final int AVC3 = Fourcc.of("avc3");
    private static final int AVCC = Fourcc.of("avcC");
    private static final int MP4A = Fourcc.of("mp4a");
    private static final int ESDS = Fourcc.of("esds");

    /** @throws CodecException when the codec is not served */
    static SampleEntry read(Box entry, TrackKind kind) {
        Codec codec = kind == TrackKind.VIDEO ? video(entry) : audio(entry);
        ByteBuffer payload = entry.payload();
        // copied, so that an index never holds the whole moov in memory
        ByteBuffer bytes = ByteBuffer.allocate(8 + payload.remaining());
        bytes.putInt(bytes.capacity()).putInt(entry.type()).put(payload).flip();
        return new SampleEntry(bytes, codec);
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
        int width = visual.width();
        int height = visual.height();
        if (!shared.sequenceParameterSets().isEmpty()) {
            AvcSequenceParameterSet sps = AvcSequenceParameterSet.parse(shared.sequenceParameterSets().get(0));
            width = sps.width();
            height = sps.height();
        }
        return new AvcCodec(Fourcc.text(entry.type()), shared, width, height);
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
