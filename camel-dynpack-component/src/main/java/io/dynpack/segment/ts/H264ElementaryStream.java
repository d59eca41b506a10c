package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

import io.dynpack.codec.AvcConfiguration;

/**
 * H.264 as a byte stream (ISO/IEC 14496-10, annex B): each access unit begins with an access unit delimiter, each sync sample
 * goes on with the parameter sets of the sample entry. What the source has of these is not doubled: its delimiters are left out,
 * and a set of its own takes the place of the one with the same number.
 *
 * <p>
 * With lengths of 4 bytes a NAL unit takes as much room as in the file, so the bound is met exactly unless something is left
 * out. Lengths of 1 and 2 bytes become start codes of 3 bytes, and how many there are is not known before reading: the bound
 * counts with NAL units of {@value #SMALLEST_NAL_UNIT} bytes, the shortest that carry anything, and {@value #ZERO_BYTES} of the
 * longer start codes of parameter sets. Should a sample have still more, first its filler, end marks and reserved types are left
 * out, which no picture needs, and then what no longer fits.
 */
final class H264ElementaryStream implements ElementaryStream {
    private static final int AVC_VIDEO = 0x1b;
    private static final int FIRST_VIDEO_STREAM = 0xe0;

    private static final int SMALLEST_NAL_UNIT = 4;
    private static final int ZERO_BYTES = 16;

    private static final int LAST_SLICE = 5;
    private static final int SEQUENCE_SET = 7;
    private static final int PICTURE_SET = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int FIRST_RESERVED = 22;

    /** With any primary_pic_type. */
    private static final long DELIMITER_UNIT = 0x0000000109f0L;
    private static final int DELIMITER_SIZE = 6;

    private final int lengthSize;
    private final List<ByteBuffer> sequenceSets;
    private final List<ByteBuffer> pictureSets;
    /** All of them with start codes. */
    private final byte[] sets;

    H264ElementaryStream(AvcConfiguration configuration) {
        lengthSize = configuration.nalLengthSize();
        sequenceSets = configuration.sequenceParameterSets().stream().filter(ByteBuffer::hasRemaining).toList();
        pictureSets = configuration.pictureParameterSets().stream().filter(ByteBuffer::hasRemaining).toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        sequenceSets.forEach(set -> all.writeBytes(withStartCode(set)));
        pictureSets.forEach(set -> all.writeBytes(withStartCode(set)));
        sets = all.toByteArray();
    }

    private static byte[] withStartCode(ByteBuffer set) {
        return ByteBuffer.allocate(4 + set.remaining()).putInt(1).put(set.duplicate()).array();
    }

    @Override
    public int streamType() {
        return AVC_VIDEO;
    }

    @Override
    public int streamId() {
        return FIRST_VIDEO_STREAM;
    }

    @Override
    public long bound(int size, boolean sync) {
        long bound = (long) size + DELIMITER_SIZE + (sync ? sets.length : 0);
        if (lengthSize < 4) {
            bound += ZERO_BYTES + (3L - lengthSize) * (size / (lengthSize + SMALLEST_NAL_UNIT) + 1);
        }
        return bound;
    }

    @Override
    public int measure(SampleBytes sample, int size, boolean sync) {
        return new Unit(sample, size, sync).measure();
    }

    @Override
    public void write(SampleBytes sample, int size, boolean sync, PacketWriter out) {
        Unit unit = new Unit(sample, size, sync);
        out.put(DELIMITER_UNIT, DELIMITER_SIZE);
        unit.walk(out);
    }

    /** One access unit. */
    private final class Unit {
        private final SampleBytes sample;
        private final int size;
        private final int bound;
        /** Of the source; {@code null} where it has none or none are to be added. */
        private final ParameterSetIds own;
        private final boolean withSets;
        private final boolean lean;

        Unit(SampleBytes sample, int size, boolean sync) {
            this.sample = sample;
            this.size = size;
            this.bound = (int) bound(size, sync);
            this.withSets = sync && sets.length > 0;
            this.own = withSets ? ids() : null;
            // with lengths of 4 bytes it never is longer
            this.lean = lengthSize < 4 && DELIMITER_SIZE + walk(null, false) > bound;
        }

        int measure() {
            return DELIMITER_SIZE + walk(null, lean);
        }

        void walk(PacketWriter out) {
            walk(out, lean);
        }

        private int nalUnit(int offset) {
            return Math.min(sample.length(offset, lengthSize), size - offset - lengthSize);
        }

        /** Parameter sets in front of the first slice. */
        private ParameterSetIds ids() {
            ParameterSetIds ids = null;
            for (int offset = 0; offset + lengthSize < size;) {
                int n = nalUnit(offset);
                int header = offset + lengthSize;
                int type = n > 0 ? sample.u8(header) & 0x1f : 0;
                if (type >= 1 && type <= LAST_SLICE) {
                    break;
                }
                if (type == SEQUENCE_SET || type == PICTURE_SET) {
                    ids = ids == null ? new ParameterSetIds() : ids;
                    ids.add(type, ParameterSetIds.idOf(type, n, i -> sample.u8(header + i)));
                }
                offset = header + n;
            }
            return ids;
        }

        /** Bytes behind the delimiter; written where there is an {@code out}. */
        private int walk(PacketWriter out, boolean leanly) {
            int total = 0;
            boolean pictureSetsDue = false;
            if (withSets && own == null) {
                total = sets.length;
                if (out != null) {
                    out.put(sets);
                }
            } else if (withSets) {
                total = missing(SEQUENCE_SET, sequenceSets, out);
                // a picture set follows the sequence set that it refers to, which may be one of the source
                pictureSetsDue = true;
            }
            int zeroBytes = ZERO_BYTES;
            for (int offset = 0; offset + lengthSize < size;) {
                int n = nalUnit(offset);
                int header = offset + lengthSize;
                offset = header + n;
                int type = n > 0 ? sample.u8(header) & 0x1f : DELIMITER;
                if (type == DELIMITER || leanly && isDispensable(type)) {
                    continue;
                }
                if (pictureSetsDue && type != SEQUENCE_SET) {
                    total += missing(PICTURE_SET, pictureSets, out);
                    pictureSetsDue = false;
                }
                int startCode = lengthSize == 4 || (type == SEQUENCE_SET || type == PICTURE_SET) && zeroBytes-- > 0 ? 4 : 3;
                if (leanly && DELIMITER_SIZE + total + startCode + n > bound) {
                    break;
                }
                total += startCode + n;
                if (out != null) {
                    out.put(1, startCode);
                    sample.copy(header, n, out);
                }
            }
            return total;
        }

        private int missing(int type, List<ByteBuffer> configured, PacketWriter out) {
            int total = 0;
            for (ByteBuffer set : configured) {
                int id = ParameterSetIds.idOf(type, set.remaining(), i -> set.get(set.position() + i) & 0xff);
                if (!own.contains(type, id)) {
                    total += 4 + set.remaining();
                    if (out != null) {
                        out.put(withStartCode(set));
                    }
                }
            }
            return total;
        }
    }

    private static boolean isDispensable(int type) {
        return type == 0 || type >= 10 && type <= FILLER || type >= FIRST_RESERVED;
    }

    /** Numbers of the parameter sets in an access unit. */
    private static final class ParameterSetIds {
        private static final int SETS = 256;
        private final java.util.BitSet ids = new java.util.BitSet(2 * SETS);

        void add(int type, int id) {
            if (id >= 0) {
                ids.set(index(type, id));
            }
        }

        boolean contains(int type, int id) {
            return id >= 0 && ids.get(index(type, id));
        }

        private static int index(int type, int id) {
            return type == SEQUENCE_SET ? id : SETS + id;
        }

        /** seq_parameter_set_id or pic_parameter_set_id; -1 where there is none. */
        static int idOf(int type, int n, java.util.function.IntUnaryOperator bytes) {
            int bit = 8 * (type == SEQUENCE_SET ? 4 : 1);
            int zeros = 0;
            while (bit < 8 * n && zeros < 8 && bit(bytes, bit) == 0) {
                zeros++;
                bit++;
            }
            if (bit + zeros >= 8 * n) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i <= zeros; i++) {
                value = value << 1 | bit(bytes, bit + i);
            }
            return value - 1 < SETS ? value - 1 : -1;
        }

        private static int bit(java.util.function.IntUnaryOperator bytes, int bit) {
            return bytes.applyAsInt(bit >> 3) >> 7 - (bit & 7) & 1;
        }
    }
}
