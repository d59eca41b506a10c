package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * What the NAL units of H.264 and of HEVC are: their types by their headers, and as much of their content as packaging needs. A
 * header of one byte is the upper half of what is called header here.
 */
public enum NalUnitSyntax {
    /** ISO/IEC 14496-10, 7.3.1 and table 7-1. */
    AVC(1, new int[]{7, 8}, new int[]{32, 256}, 9, 6, new byte[]{9, (byte) 0xf0}) {
        private static final int LAST_SLICE = 5;
        private static final int IDR = 5;
        private static final int PARTITION_B = 3;
        private static final int PARTITION_C = 4;
        private static final int END_OF_SEQUENCE = 10;
        private static final int FILLER = 12;
        private static final int FIRST_RESERVED = 22;
        /** Slice types beyond say that all slices of the picture have it (table 7-6). */
        private static final int SLICE_TYPES = 5;
        private static final int I = 2;
        private static final int SI = 4;
        private static final int MAX_PPS_ID = 255;

        @Override
        public int type(int header) {
            return header >> 8 & 0x1f;
        }

        @Override
        public boolean isSlice(int type) {
            return type >= 1 && type <= LAST_SLICE;
        }

        @Override
        public boolean isDispensable(int type) {
            return type == 0 || type >= END_OF_SEQUENCE && type <= FILLER || type >= FIRST_RESERVED;
        }

        @Override
        Slice slice(int type, ByteBuffer head) {
            if (type == PARTITION_B || type == PARTITION_C) {
                return Slice.UNKNOWN;
            }
            try {
                BitReader in = new BitReader(RawByteSequencePayload.of(head), "slice header");
                in.skip(8);
                in.ue();
                long sliceType = in.ue();
                boolean intra = sliceType % SLICE_TYPES == I || sliceType % SLICE_TYPES == SI;
                int ppsId = number(in.ue(), MAX_PPS_ID);
                AccessUnit.Content content = sliceType >= 2 * SLICE_TYPES
                        ? AccessUnit.Content.UNKNOWN
                        : intra ? AccessUnit.Content.INTRA : AccessUnit.Content.PREDICTED;
                return new Slice(type == IDR ? AccessUnit.Content.IDR : content, ppsId);
            } catch (CodecException e) {
                return new Slice(type == IDR ? AccessUnit.Content.IDR : AccessUnit.Content.UNKNOWN, -1);
            }
        }

        @Override
        SetNumbers read(int kind, BitReader in) {
            if (kind == 0) {
                in.skip(32);
                return new SetNumbers(number(in.ue(), MAX_PPS_ID), -1);
            }
            in.skip(8);
            return new SetNumbers(number(in.ue(), MAX_PPS_ID), number(in.ue(), MAX_PPS_ID));
        }
    },
    /** ISO/IEC 23008-2, 7.3.1 and table 7-1. NAL units of other layers than the base layer are of a type of their own. */
    HEVC(2, new int[]{32, 33, 34}, new int[]{16, 16, 64}, 35, 39, new byte[]{0x46, 1, 0x50}) {
        private static final int OTHER_LAYER = 64;
        private static final int LAST_SLICE = 31;
        private static final int FIRST_RESERVED_SLICE = 10;
        private static final int BLA_W_LP = 16;
        private static final int BLA_W_RADL = 17;
        private static final int IDR_N_LP = 20;
        private static final int CRA = 21;
        private static final int LAST_IRAP = 23;
        private static final int END_OF_SEQUENCE = 36;
        private static final int FILLER = 38;
        private static final int FIRST_RESERVED = 41;
        private static final int MAX_SPS_ID = 15;
        private static final int MAX_PPS_ID = 63;

        @Override
        public int type(int header) {
            return (header >> 3 & 0x3f) == 0 ? header >> 9 & 0x3f : OTHER_LAYER;
        }

        @Override
        public boolean isSlice(int type) {
            return type <= LAST_SLICE;
        }

        @Override
        public boolean isDispensable(int type) {
            return type >= END_OF_SEQUENCE && type <= FILLER || type >= FIRST_RESERVED;
        }

        @Override
        Slice slice(int type, ByteBuffer head) {
            int ppsId = -1;
            try {
                BitReader in = new BitReader(RawByteSequencePayload.of(head), "slice segment header");
                in.skip(type >= BLA_W_LP && type <= LAST_IRAP ? 18 : 17);
                ppsId = number(in.ue(), MAX_PPS_ID);
            } catch (CodecException e) {
                // which sets it activates is not known then
            }
            return new Slice(content(type), ppsId);
        }

        /** Decoders begin at nothing but IRAP pictures, whatever slices others consist of (ISO/IEC 23008-2, 8.1.3). */
        private static AccessUnit.Content content(int type) {
            if (type < FIRST_RESERVED_SLICE) {
                return AccessUnit.Content.PREDICTED;
            }
            if (type >= BLA_W_RADL && type <= IDR_N_LP) {
                return AccessUnit.Content.IDR;
            }
            return type == BLA_W_LP || type == CRA ? AccessUnit.Content.OPEN : AccessUnit.Content.UNKNOWN;
        }

        @Override
        SetNumbers read(int kind, BitReader in) {
            in.skip(16);
            return switch (kind) {
                case 0 -> new SetNumbers((int) in.bits(4), -1);
                case 1 -> {
                    int vpsId = (int) in.bits(4);
                    int subLayers = (int) in.bits(3);
                    in.skip(1);
                    ProfileTierLevel.read(in, subLayers);
                    yield new SetNumbers(number(in.ue(), MAX_SPS_ID), vpsId);
                }
                default -> new SetNumbers(number(in.ue(), MAX_PPS_ID), number(in.ue(), MAX_SPS_ID));
            };
        }
    };

    /**
     * A parameter set tells its numbers within its first bytes: profiles of seven sub-layers, codes of 65 bits, what is
     * escaped.
     */
    private static final int NUMBERS = 160;

    private final int headerBytes;
    private final int[] setTypes;
    private final int[] mostSets;
    private final int delimiterType;
    private final int seiType;
    private final byte[] delimiter;

    NalUnitSyntax(int headerBytes, int[] setTypes, int[] mostSets, int delimiterType, int seiType, byte[] delimiter) {
        this.headerBytes = headerBytes;
        this.setTypes = setTypes;
        this.mostSets = mostSets;
        this.delimiterType = delimiterType;
        this.seiType = seiType;
        this.delimiter = delimiter;
    }

    /**
     * The numbers of a parameter set.
     *
     * @param id        of the set itself; -1 where it cannot be told
     * @param reference id of the set that it refers to: of a picture parameter set its sequence parameter set, of that its video
     *                  parameter set; -1 where there is none
     */
    public record SetNumbers(int id, int reference) {
        static final SetNumbers NONE = new SetNumbers(-1, -1);
    }

    /** What the header of the first slice of a picture tells; {@code ppsId} is -1 where it does not tell that. */
    record Slice(AccessUnit.Content content, int ppsId) {
        static final Slice UNKNOWN = new Slice(AccessUnit.Content.UNKNOWN, -1);
    }

    /** Bytes of the header of a NAL unit. */
    public int headerBytes() {
        return headerBytes;
    }

    /**
     * nal_unit_type.
     *
     * @param header the first two bytes of the NAL unit
     */
    public abstract int type(int header);

    /** Whether a NAL unit holds coded pictures. */
    public abstract boolean isSlice(int type);

    /** Whether a NAL unit is filler, the mark of an end, or of a type that the standard reserves: no picture needs it. */
    public abstract boolean isDispensable(int type);

    /** Whether a NAL unit is an access unit delimiter. */
    public boolean isDelimiter(int type) {
        return type == delimiterType;
    }

    /** Whether a NAL unit is supplemental enhancement information in front of a picture. */
    boolean isSei(int type) {
        return type == seiType;
    }

    /** An access unit delimiter that allows slices of all types. */
    public byte[] delimiter() {
        return delimiter.clone();
    }

    /** Kinds of parameter sets. */
    public int setKinds() {
        return setTypes.length;
    }

    /**
     * Which kind of parameter set a NAL unit is.
     *
     * @return -1 for others; else below {@link #setKinds}: each kind refers to the one before, so that the last two are sequence
     *         and picture parameter sets
     */
    public int setKind(int type) {
        int kind = type - setTypes[0];
        return kind >= 0 && kind < setTypes.length ? kind : -1;
    }

    /** How many sets of a kind there can be, as each has a number of its own. */
    int mostSets(int kind) {
        return mostSets[kind];
    }

    /** The kind of a NAL unit that is in one piece; -1 where it is no parameter set. */
    public int setKind(ByteBuffer unit) {
        return unit.remaining() < headerBytes ? -1 : setKind(type(header(unit)));
    }

    private int header(ByteBuffer unit) {
        int at = unit.position();
        return (unit.get(at) & 0xff) << 8 | (unit.remaining() > 1 ? unit.get(at + 1) & 0xff : 0);
    }

    /** nal_unit_type of a NAL unit that has a byte at least. */
    int type(ByteBuffer unit) {
        return type(header(unit));
    }

    /**
     * The numbers of a parameter set, however damaged it is.
     *
     * @param kind of the set
     * @param set  the NAL unit, or its beginning; its position stays
     */
    public SetNumbers numbers(int kind, ByteBuffer set) {
        try {
            ByteBuffer head = set.slice(set.position(), Math.min(NUMBERS, set.remaining()));
            return read(kind, new BitReader(RawByteSequencePayload.of(head), "parameter set"));
        } catch (CodecException e) {
            return SetNumbers.NONE;
        }
    }

    abstract SetNumbers read(int kind, BitReader in);

    /** @param head of the first slice; damage tells nothing */
    abstract Slice slice(int type, ByteBuffer head);

    private static int number(long value, int most) {
        return value > most ? -1 : (int) value;
    }
}
