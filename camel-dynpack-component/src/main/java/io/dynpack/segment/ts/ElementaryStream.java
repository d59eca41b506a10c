package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.Codec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;

/**
 * How the access units of one codec are carried in a transport stream: the place where a codec is hooked in. Implementations are
 * immutable.
 */
interface ElementaryStream {

    /**
     * For each sample entry of a level, in their order. All of them are of one kind, as the program map names one.
     *
     * @throws TransportStreamException where transport streams do not carry a codec, or not as it is configured
     */
    static List<ElementaryStream> of(Level level) {
        int count = level.track().entries().entries().size();
        if (count > 1 && level.track().kind() == TrackKind.AUDIO) {
            throw new TransportStreamException(TrackKind.AUDIO,
                    "audio that changes its configuration is not carried in transport streams");
        }
        List<ElementaryStream> streams = new ArrayList<>(count);
        for (int entry = 0; entry < count; entry++) {
            streams.add(of(level, level.track().codec(entry)));
            if (streams.get(entry).streamType() != streams.get(0).streamType()) {
                throw new TransportStreamException(level.track().kind(),
                        "a track that changes its codec is not carried in transport streams");
            }
        }
        return streams;
    }

    private static ElementaryStream of(Level level, Codec codec) {
        if (codec instanceof AvcCodec avc) {
            return new H264ElementaryStream(avc.configuration());
        }
        if (codec instanceof HevcCodec hevc && !hevc.isDolbyVision()) {
            return new HevcElementaryStream(hevc);
        }
        if (codec instanceof AacCodec aac) {
            return new AacElementaryStream(aac);
        }
        if (codec instanceof AudioCodec audio) {
            return SyncFrameElementaryStream.of(level, audio);
        }
        throw new TransportStreamException(level.track().kind(),
                "the codec " + codec.family() + " is not carried in transport streams");
    }

    /** stream_type of the program map (ISO/IEC 13818-1, 2.4.4.9). */
    int streamType();

    /** stream_id of the PES packets (ISO/IEC 13818-1, 2.4.3.7). */
    int streamId();

    /** Descriptors of the stream in the program map; mostly none. */
    default byte[] descriptors() {
        return new byte[0];
    }

    /** Whether a sample of this size can be carried; others are left out. */
    default boolean carries(int size) {
        return true;
    }

    /** What {@code samples} of audio last, ticks of 90 kHz, rounded down; pictures are never several to a PES packet. */
    default long nominal(int samples) {
        return 0;
    }

    /**
     * The most bytes that a sample can take in the stream: what is planned for it.
     *
     * @param size of the sample in its file
     * @param sync whether it is a sync sample
     */
    long bound(int size, boolean sync);

    /**
     * Bytes that this sample takes; at most its bound, whatever it holds.
     *
     * @param sample begins at offset 0
     */
    int measure(SampleBytes sample, int size, boolean sync);

    /** Writes as many bytes as {@link #measure} says. */
    void write(SampleBytes sample, int size, boolean sync, PacketWriter out);
}
