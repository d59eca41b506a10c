package io.dynpack.segment.ts;

import io.dynpack.codec.AacCodec;
import io.dynpack.index.TrackKind;

/**
 * AAC with an ADTS header in front of each frame (ISO/IEC 14496-3, 1.A.2.2). The header knows thirteen sampling rates, seven
 * arrangements of channels and frames of 1024 samples; what is coded otherwise is not carried. HE-AAC is signalled implicitly,
 * whatever its configuration says: the header is that of the AAC-LC inside.
 */
final class AacElementaryStream implements ElementaryStream {
    private static final int ADTS_TRANSPORT = 0x0f;
    private static final int FIRST_AUDIO_STREAM = 0xc0;
    private static final int HEADER = 7;
    /** channel_configuration has 3 bits. */
    private static final int MAX_CHANNEL_CONFIGURATION = 7;
    /** aac_frame_length has 13 bits; no frame of up to eight channels is as long. */
    private static final int MAX_FRAME = 0x1fff - HEADER;
    private static final int[] RATES = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000,
            7350};

    /** The header of a frame without length, its seven bytes right-aligned. */
    private final long header;
    private final int frameLength;
    private final int rate;

    /** @throws TransportStreamException for what no ADTS header can say */
    AacElementaryStream(AacCodec codec) {
        boolean mpeg2 = codec.objectTypeIndication() != 0x40;
        int configuration = codec.config().channelConfiguration();
        if (configuration == 0) {
            throw refused("channels that a program config element describes");
        }
        if (configuration > MAX_CHANNEL_CONFIGURATION) {
            throw refused("channel configuration " + configuration);
        }
        if (codec.config().shortFrames()) {
            throw refused("frames of " + codec.frameLength() + " samples");
        }
        long bits = 0xfffL << 44;
        bits |= (mpeg2 ? 1L : 0) << 43;
        // no CRC
        bits |= 1L << 40;
        bits |= (long) (codec.config().objectType() - 1 & 3) << 38;
        bits |= (long) frequencyIndex(codec.config().sampleRate()) << 34;
        bits |= (long) configuration << 30;
        // a buffer fullness of all ones: variable rate
        header = bits | 0x7ffL << 2;
        frameLength = codec.frameLength();
        rate = codec.frameRateBase();
    }

    private static int frequencyIndex(int rate) {
        for (int i = 0; i < RATES.length; i++) {
            if (RATES[i] == rate) {
                return i;
            }
        }
        throw refused("a sampling rate of " + rate + " Hz");
    }

    private static TransportStreamException refused(String what) {
        return new TransportStreamException(TrackKind.AUDIO, "AAC with " + what + " is not carried in transport streams");
    }

    @Override
    public int streamType() {
        return ADTS_TRANSPORT;
    }

    @Override
    public int streamId() {
        return FIRST_AUDIO_STREAM;
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
        return (long) HEADER + size;
    }

    @Override
    public int measure(SampleBytes sample, int size, boolean sync) {
        return HEADER + size;
    }

    @Override
    public void write(SampleBytes sample, int size, boolean sync, PacketWriter out) {
        out.put(header | (long) (HEADER + size) << 13, HEADER);
        sample.copy(0, size, out);
    }
}
