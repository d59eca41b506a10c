package io.dynpack.segment.ts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.Ac3Codec;
import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.DtsCodec;
import io.dynpack.codec.Eac3Codec;
import io.dynpack.codec.Mp3Codec;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;

/**
 * Sound whose frames begin with a sync word of their own: AC-3, E-AC-3, DTS and MP3. They lie in the stream as they lie in the
 * file; what the program map says of them is all the difference.
 */
final class SyncFrameElementaryStream implements ElementaryStream {
    /** ISO/IEC 13818-1, table 2-34. */
    private static final int MPEG1_AUDIO = 0x03;
    private static final int MPEG2_AUDIO = 0x04;
    /** ATSC A/52, A3.1 and G3.1; Apple asks for the same. */
    private static final int AC3_AUDIO = 0x81;
    private static final int EAC3_AUDIO = 0x87;
    /** As SCTE 194-2 and Blu-ray have it. */
    private static final int DTS_AUDIO = 0x82;

    private static final int FIRST_AUDIO_STREAM = 0xc0;
    private static final int PRIVATE_STREAM_1 = 0xbd;
    /** registration_descriptor (ISO/IEC 13818-1, 2.6.8). */
    private static final int REGISTRATION = 0x05;
    /** PES_packet_length has 16 bits and counts the rest of the header. */
    private static final int MAX_FRAME = 0xffff - 8;

    private final int streamType;
    private final int streamId;
    private final byte[] descriptors;
    private final long frameLength;
    private final long rate;

    /**
     * @param format      of the registration, or {@code null} for none
     * @param frameLength ticks of the rate
     * @param rate        ticks a second
     */
    private SyncFrameElementaryStream(int streamType, int streamId, @Nullable String format, long frameLength, long rate) {
        this.streamType = streamType;
        this.streamId = streamId;
        this.descriptors = format == null ? new byte[0] : registration(format);
        this.frameLength = frameLength;
        this.rate = rate;
    }

    /**
     * @param level of the codec
     * @throws TransportStreamException for what transport streams do not carry
     */
    static ElementaryStream of(Level level, AudioCodec codec) {
        long length = codec.frameLength();
        long rate = codec.frameRateBase();
        if (codec instanceof Ac3Codec) {
            return new SyncFrameElementaryStream(AC3_AUDIO, PRIVATE_STREAM_1, "AC-3", length, rate);
        }
        if (codec instanceof Eac3Codec eac3 && !eac3.isJoc()) {
            return new SyncFrameElementaryStream(EAC3_AUDIO, PRIVATE_STREAM_1, "EAC3", length, rate);
        }
        if (codec instanceof Mp3Codec mp3) {
            int type = mp3.isMpeg1() ? MPEG1_AUDIO : MPEG2_AUDIO;
            return new SyncFrameElementaryStream(type, FIRST_AUDIO_STREAM, null, length, rate);
        }
        if (codec instanceof DtsCodec dts && !DtsCodec.UHD.equals(dts.family())) {
            return dts(level, dts);
        }
        throw new TransportStreamException(TrackKind.AUDIO, (codec instanceof Eac3Codec
                ? "E-AC-3 with objects (Dolby Atmos)"
                : "the codec " + codec.family()) + " is not carried in transport streams");
    }

    /**
     * The registration says how long frames are (ETSI TS 102 114, annex G): 512, 1024 or 2048 samples; longer ones have none of
     * their own.
     */
    private static ElementaryStream dts(Level level, DtsCodec codec) {
        boolean stated = codec.frameLength() > 0;
        long length = stated ? codec.frameLength() : level.samples().duration(0);
        long rate = stated ? codec.frameRateBase() : level.track().timescale();
        long samples = length * codec.sampleRate() / rate;
        String format = samples <= 512 ? "DTS1" : samples <= 1024 ? "DTS2" : "DTS3";
        return new SyncFrameElementaryStream(DTS_AUDIO, PRIVATE_STREAM_1, format, length, rate);
    }

    private static byte[] registration(String format) {
        byte[] identifier = format.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + identifier.length).put((byte) REGISTRATION).put((byte) identifier.length).put(identifier)
                .array();
    }

    @Override
    public int streamType() {
        return streamType;
    }

    @Override
    public int streamId() {
        return streamId;
    }

    @Override
    public byte[] descriptors() {
        return descriptors.clone();
    }

    @Override
    public boolean carries(int size) {
        return size > 0 && size <= MAX_FRAME;
    }

    @Override
    public long nominal(int samples) {
        return TransportClock.FREQUENCY * frameLength * samples / rate;
    }

    @Override
    public long bound(int size, boolean sync) {
        return size;
    }

    @Override
    public int measure(SampleBytes sample, int size, boolean sync) {
        return size;
    }

    @Override
    public void write(SampleBytes sample, int size, boolean sync, PacketWriter out) {
        sample.copy(0, size, out);
    }
}
