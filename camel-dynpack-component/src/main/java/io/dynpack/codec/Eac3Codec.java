package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * E-AC-3 in {@code ec-3}, also with objects (Dolby Atmos). An access unit is six blocks of each substream. What is stated is the
 * first independent substream, which is the programme, with the substreams that depend on it.
 *
 * @param config     EC3SpecificBox as it lies in the file
 * @param channelMap which channels there are; the bed where there are objects
 * @param sampleRate Hz
 * @param complexity {@code complexity_index_type_a}: how many objects joint object coding decodes to; 0 without
 */
public record Eac3Codec(ByteBuffer config, DolbyChannelMap channelMap, int sampleRate, int complexity)
        implements
            DolbyCodec,
            SmoothCodec {

    /** WAVE_FORMAT_EXTENSIBLE. */
    private static final int EXTENSIBLE = 0xfffe;
    /** KSDATAFORMAT_SUBTYPE of Dolby Digital Plus as it lies in memory. */
    private static final String SUB_FORMAT = "AF87FBA7022DFB42A4D405CD93843BDD";

    /**
     * @param dec3      EC3SpecificBox (ETSI TS 102 366, F.6); its position stays
     * @param entryRate Hz, of the sample entry, for a configuration that does not tell
     */
    public static Eac3Codec of(ByteBuffer dec3, long entryRate) {
        BitReader in = new BitReader(dec3, "dec3");
        in.skip(13);
        int independent = (int) in.bits(3) + 1;
        DolbyChannelMap map = null;
        int rate = 0;
        for (int i = 0; i < independent; i++) {
            int code = (int) in.bits(2);
            in.skip(5 + 1 + 1 + 3);
            DolbyChannelMap own = DolbyChannelMap.of((int) in.bits(3), in.bit() == 1);
            in.skip(3);
            if (in.bits(4) > 0) {
                own = own.with((int) in.bits(9));
            } else {
                in.skip(1);
            }
            if (map == null) {
                map = own;
                rate = Ac3Codec.sampleRate(code, entryRate);
            }
        }
        // ETSI TS 103 420, 8.3: behind what readers of the first edition know
        boolean joc = in.remaining() >= 16 && (in.bits(8) & 1) == 1;
        return new Eac3Codec(dec3, Objects.requireNonNull(map), rate, joc ? (int) in.bits(8) : 0);
    }

    /** Whether there are objects: joint object coding. */
    public boolean isJoc() {
        return complexity > 0;
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "ec-3";
    }

    @Override
    public String family() {
        return "ec-3";
    }

    @Override
    public String hlsChannels() {
        return isJoc() ? complexity + "/JOC" : DolbyCodec.super.hlsChannels();
    }

    /** ETSI TS 103 420, annex C.3. */
    @Override
    public List<Descriptor> supplementalProperties() {
        return isJoc()
                ? List.of(new Descriptor("tag:dolby.com,2018:dash:EC3_ExtensionType:2018", "JOC"),
                        new Descriptor("tag:dolby.com,2018:dash:EC3_ExtensionComplexityIndex:2018",
                                Integer.toString(complexity)))
                : List.of();
    }

    @Override
    public String smoothFourcc() {
        return "EC-3";
    }

    @Override
    public int audioTag() {
        return EXTENSIBLE;
    }

    /** What follows WAVEFORMATEX: samples of a frame and the channels, little endian, the sub-format, the configuration. */
    @Override
    public String codecPrivateData() {
        return String.format(Locale.ROOT, "%04X%08X", Short.reverseBytes((short) frameLength()),
                Integer.reverseBytes(channelMap.waveChannelMask())) + SUB_FORMAT + Hex.upper(config);
    }

    @Override
    public long heapBytes() {
        return config.remaining();
    }
}
