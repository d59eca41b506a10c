package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * HEVCDecoderConfigurationRecord, the payload of {@code hvcC} (ISO/IEC 14496-15, 8.3.3.1).
 *
 * @param general                profile, tier and level that all sequence parameter sets keep within
 * @param minSpatialSegmentation min_spatial_segmentation_idc, 0 to 4095
 * @param parallelism            parallelismType, 0 to 3
 * @param chromaFormat           chroma_format_idc, 0 to 3
 * @param lumaBitDepth           8 to 15
 * @param chromaBitDepth         8 to 15
 * @param averageFrameRate       frames in 256 seconds; 0 where it is not said
 * @param constantFrameRate      0 to 3
 * @param temporalLayers         numTemporalLayers, 0 to 7; 0 where it is not said
 * @param temporalIdNested       whether all sequence parameter sets say sps_temporal_id_nesting_flag
 * @param nalLengthSize          1, 2 or 4 bytes
 * @param arrays                 NAL units by their types, in the order of the record
 */
record HevcConfiguration(
        ProfileTierLevel general,
        int minSpatialSegmentation,
        int parallelism,
        int chromaFormat,
        int lumaBitDepth,
        int chromaBitDepth,
        int averageFrameRate,
        int constantFrameRate,
        int temporalLayers,
        boolean temporalIdNested,
        int nalLengthSize,
        List<NalUnitArray> arrays) {

    /** nal_unit_type of parameter sets. */
    static final int VPS = 32;
    static final int SPS = 33;
    static final int PPS = 34;

    private static final int HEADER = 23;
    /**
     * NAL units that are kept: sets have 96 numbers, layers of an extension have sets of their own, and some messages may
     * stand beside them. Each takes some hundred bytes of the heap, however short it is.
     */
    private static final int MAX_NAL_UNITS = 1024;
    private static final int BUFFER = 64;

    /**
     * NAL units of one type.
     *
     * @param complete array_completeness: whether there are none of this type in band
     * @param type     nal_unit_type, 0 to 63
     * @param units    NAL units without start code or length
     */
    record NalUnitArray(boolean complete, int type, List<ByteBuffer> units) {
        NalUnitArray {
            units = List.copyOf(units);
        }
    }

    HevcConfiguration {
        arrays = List.copyOf(arrays);
    }

    /** The NAL units of one type that hold anything, of all arrays. */
    List<ByteBuffer> units(int type) {
        return arrays.stream().filter(array -> array.type == type).flatMap(array -> array.units.stream())
                .filter(ByteBuffer::hasRemaining).toList();
    }

    /** Video, sequence and picture parameter sets, in this order. */
    List<ByteBuffer> parameterSets() {
        List<ByteBuffer> sets = new ArrayList<>(units(VPS));
        sets.addAll(units(SPS));
        sets.addAll(units(PPS));
        return List.copyOf(sets);
    }

    /**
     * The configuration with the sets that a key frame activates, and what they say.
     *
     * @return itself where it holds no other sequence parameter set than the active one, or where it cannot be told which that is
     * @throws CodecException when the sequence parameter set is damaged
     */
    HevcConfiguration activated(AccessUnit keyFrame) {
        ActiveParameterSets active = ActiveParameterSets.of(NalUnitSyntax.HEVC, parameterSets(), keyFrame,
                NalUnitSyntax.HEVC.mostSets(2));
        if (active == null) {
            return this;
        }
        HevcSequenceParameterSet sequence = HevcSequenceParameterSet.parse(active.sequence());
        List<NalUnitArray> sets = new ArrayList<>();
        if (active.video() != null) {
            sets.add(new NalUnitArray(true, VPS, List.of(active.video())));
        }
        sets.add(new NalUnitArray(true, SPS, List.of(active.sequence())));
        sets.add(new NalUnitArray(true, PPS, active.pictures()));
        return new HevcConfiguration(sequence.general(), minSpatialSegmentation, parallelism, sequence.chromaFormat(),
                Math.min(15, sequence.lumaBitDepth()), Math.min(15, sequence.chromaBitDepth()), averageFrameRate,
                constantFrameRate, temporalLayers, temporalIdNested, nalLengthSize, sets);
    }

    /** Bytes on the heap, roughly: most sets are small, and each is a buffer of its own. */
    long heapBytes() {
        long sum = 0;
        for (NalUnitArray array : arrays) {
            sum += BUFFER;
            for (ByteBuffer unit : array.units) {
                sum += BUFFER + unit.remaining();
            }
        }
        return sum;
    }

    /** The record, as {@link #parse} reads it. */
    ByteBuffer write() {
        int size = HEADER;
        for (NalUnitArray array : arrays) {
            size += 3;
            for (ByteBuffer unit : array.units) {
                size += 2 + unit.remaining();
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 1);
        general.write(out);
        out.putShort((short) (0xf000 | minSpatialSegmentation)).put((byte) (0xfc | parallelism));
        out.put((byte) (0xfc | chromaFormat)).put((byte) (0xf8 | lumaBitDepth - 8)).put((byte) (0xf8 | chromaBitDepth - 8));
        out.putShort((short) averageFrameRate);
        out.put((byte) (constantFrameRate << 6 | temporalLayers << 3 | (temporalIdNested ? 4 : 0) | nalLengthSize - 1));
        out.put((byte) arrays.size());
        for (NalUnitArray array : arrays) {
            out.put((byte) ((array.complete ? 0x80 : 0) | array.type)).putShort((short) array.units.size());
            array.units.forEach(unit -> out.putShort((short) unit.remaining()).put(unit.duplicate()));
        }
        return out.flip();
    }

    /**
     * @param payload of the {@code hvcC} box; its position stays
     * @throws CodecException when it is damaged, or holds more NAL units than any sample entry needs
     */
    static HevcConfiguration parse(ByteBuffer payload) {
        ByteBuffer in = payload.slice();
        if (in.remaining() < HEADER) {
            throw new CodecException("hvcC has " + in.remaining() + " bytes, at least " + HEADER + " are needed");
        }
        // drafts of the standard had version 0 of the same form
        if (in.get(0) != 0 && in.get(0) != 1) {
            throw new CodecException("hvcC has version " + (in.get(0) & 0xff) + ", only 1 is known");
        }
        ProfileTierLevel general = ProfileTierLevel.read(new BitReader(in.slice(1, ProfileTierLevel.SIZE), "hvcC"), 0);
        in.position(1 + ProfileTierLevel.SIZE);
        int segmentation = in.getShort() & 0xfff;
        int parallelism = in.get() & 3;
        int chromaFormat = in.get() & 3;
        int lumaBitDepth = 8 + (in.get() & 7);
        int chromaBitDepth = 8 + (in.get() & 7);
        int averageFrameRate = in.getShort() & 0xffff;
        int flags = in.get();
        int nalLengthSize = (flags & 3) + 1;
        if (nalLengthSize == 3) {
            throw new CodecException("hvcC declares NAL unit lengths of 3 bytes");
        }
        HevcConfiguration read = new HevcConfiguration(general, segmentation, parallelism, chromaFormat, lumaBitDepth,
                chromaBitDepth, averageFrameRate, flags >> 6 & 3, flags >> 3 & 7, (flags & 4) != 0, nalLengthSize, arrays(in));
        for (int kind = 0; kind < NalUnitSyntax.HEVC.setKinds(); kind++) {
            // they go in front of every sync sample of a transport stream
            if (read.units(VPS + kind).size() > NalUnitSyntax.HEVC.mostSets(kind)) {
                throw new CodecException("hvcC holds more parameter sets of a kind than the "
                        + NalUnitSyntax.HEVC.mostSets(kind) + " that there are numbers for");
            }
        }
        return read;
    }

    private static List<NalUnitArray> arrays(ByteBuffer in) {
        int count = in.get() & 0xff;
        List<NalUnitArray> arrays = new ArrayList<>();
        int units = 0;
        for (int i = 0; i < count; i++) {
            if (in.remaining() < 3) {
                throw new CodecException("hvcC ends in front of array " + (i + 1));
            }
            int head = in.get();
            int size = in.getShort() & 0xffff;
            units += size;
            if (units > MAX_NAL_UNITS) {
                throw new CodecException("hvcC holds more than " + MAX_NAL_UNITS + " NAL units");
            }
            List<ByteBuffer> array = new ArrayList<>();
            for (int unit = 0; unit < size; unit++) {
                int length = in.remaining() < 2 ? -1 : in.getShort() & 0xffff;
                if (length < 0 || length > in.remaining()) {
                    throw new CodecException("hvcC ends inside NAL unit " + (unit + 1) + " of array " + (i + 1));
                }
                array.add(in.slice(in.position(), length).asReadOnlyBuffer());
                in.position(in.position() + length);
            }
            arrays.add(new NalUnitArray((head & 0x80) != 0, head & 0x3f, array));
        }
        return arrays;
    }
}
