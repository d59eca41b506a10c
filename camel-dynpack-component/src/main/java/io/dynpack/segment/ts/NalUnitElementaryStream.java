package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.NalUnitSyntax;

/**
 * H.264 or HEVC as a byte stream (ISO/IEC 14496-10 and ISO/IEC 23008-2, annex B): each access unit begins with an access unit
 * delimiter, each sync sample goes on with the parameter sets of the sample entry. What the source has of these is not
 * doubled: its delimiters are left out, and a set of its own takes the place of the one with the same number.
 *
 * <p>
 * With lengths of 4 bytes a NAL unit takes as much room as in the file, so the bound is met exactly unless something is left
 * out. Lengths of 1 and 2 bytes become start codes of 3 bytes, and how many there are is not known before reading: the bound
 * counts with NAL units of {@value #SMALLEST_NAL_UNIT} bytes, the shortest that carry anything, and {@value #ZERO_BYTES} of the
 * longer start codes of parameter sets. Should a sample have still more, first its filler, end marks and reserved types are left
 * out, which no picture needs, and then what no longer fits.
 */
abstract sealed class NalUnitElementaryStream implements ElementaryStream permits H264ElementaryStream, HevcElementaryStream {
    private static final int FIRST_VIDEO_STREAM = 0xe0;

    private static final int SMALLEST_NAL_UNIT = 4;
    private static final int ZERO_BYTES = 16;
    /** The numbers of a parameter set lie within. */
    private static final int SET_HEAD = 160;

    private final NalUnitSyntax syntax;
    private final int lengthSize;
    private final byte[] delimiter;
    /** By their kinds. */
    private final List<List<ParameterSet>> sets = new ArrayList<>();
    /** All of them with start codes. */
    private final byte[] allSets;

    /** @param bytes with a start code in front */
    private record ParameterSet(int kind, int id, byte[] bytes) {}

    /**
     * @param lengthSize    bytes of the length in front of each NAL unit: 1, 2 or 4
     * @param parameterSets of the sample entry; what is no parameter set, or empty, is left out
     */
    NalUnitElementaryStream(NalUnitSyntax syntax, int lengthSize, List<ByteBuffer> parameterSets) {
        this.syntax = syntax;
        this.lengthSize = lengthSize;
        this.delimiter = withStartCode(ByteBuffer.wrap(syntax.delimiter()));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int kind = 0; kind < syntax.setKinds(); kind++) {
            List<ParameterSet> ofKind = new ArrayList<>();
            for (ByteBuffer set : parameterSets) {
                if (syntax.setKind(set) == kind) {
                    ofKind.add(new ParameterSet(kind, syntax.numbers(kind, set).id(), withStartCode(set)));
                }
            }
            ofKind.forEach(set -> all.writeBytes(set.bytes));
            sets.add(List.copyOf(ofKind));
        }
        allSets = all.toByteArray();
    }

    private static byte[] withStartCode(ByteBuffer unit) {
        return ByteBuffer.allocate(4 + unit.remaining()).putInt(1).put(unit.duplicate()).array();
    }

    @Override
    public int streamId() {
        return FIRST_VIDEO_STREAM;
    }

    @Override
    public long bound(int size, boolean sync) {
        long bound = (long) size + delimiter.length + (sync ? allSets.length : 0);
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
        out.put(delimiter);
        unit.walk(out);
    }

    /** One access unit. */
    private final class Unit {
        private final SampleBytes sample;
        private final int size;
        private final int bound;
        /** Of the source; {@code null} where it has none or none are to be added. */
        private final @Nullable ParameterSetIds own;
        private final boolean withSets;
        private final boolean lean;

        Unit(SampleBytes sample, int size, boolean sync) {
            this.sample = sample;
            this.size = size;
            this.bound = (int) bound(size, sync);
            this.withSets = sync && allSets.length > 0;
            this.own = withSets ? ids() : null;
            // with lengths of 4 bytes it never is longer
            this.lean = lengthSize < 4 && delimiter.length + walk(null, false) > bound;
        }

        int measure() {
            return delimiter.length + walk(null, lean);
        }

        void walk(PacketWriter out) {
            walk(out, lean);
        }

        private int nalUnit(int offset) {
            return Math.min(sample.length(offset, lengthSize), size - offset - lengthSize);
        }

        /** nal_unit_type of a NAL unit of {@code n} bytes, at least one. */
        private int type(int offset, int n) {
            return syntax.type(sample.u8(offset) << 8 | (n > 1 && syntax.headerBytes() > 1 ? sample.u8(offset + 1) : 0));
        }

        /** Parameter sets in front of the first slice. */
        private @Nullable ParameterSetIds ids() {
            ParameterSetIds ids = null;
            for (int offset = 0; offset + lengthSize < size;) {
                int n = nalUnit(offset);
                int header = offset + lengthSize;
                offset = header + n;
                if (n > 0) {
                    int type = type(header, n);
                    if (syntax.isSlice(type)) {
                        break;
                    }
                    int kind = syntax.setKind(type);
                    if (kind >= 0) {
                        ids = ids == null ? new ParameterSetIds() : ids;
                        ids.add(kind, syntax.numbers(kind, head(header, n)).id());
                    }
                }
            }
            return ids;
        }

        private ByteBuffer head(int offset, int n) {
            ByteBuffer head = ByteBuffer.allocate(Math.min(n, SET_HEAD));
            for (int i = 0; i < head.capacity(); i++) {
                head.put((byte) sample.u8(offset + i));
            }
            return head.flip();
        }

        /** Bytes behind the delimiter; written where there is an {@code out}. */
        private int walk(@Nullable PacketWriter out, boolean leanly) {
            int total = 0;
            // a set follows what it refers to, which may be one of the source
            int due = sets.size();
            if (withSets && own == null) {
                total = allSets.length;
                if (out != null) {
                    out.put(allSets);
                }
            } else if (own != null) {
                total = missing(own, 0, out);
                due = 1;
            }
            int zeroBytes = ZERO_BYTES;
            for (int offset = 0; offset + lengthSize < size;) {
                int n = nalUnit(offset);
                int header = offset + lengthSize;
                offset = header + n;
                if (n == 0) {
                    continue;
                }
                int type = type(header, n);
                if (syntax.isDelimiter(type) || leanly && syntax.isDispensable(type)) {
                    continue;
                }
                int kind = syntax.setKind(type);
                for (; own != null && due < sets.size() && (kind < 0 || due <= kind); due++) {
                    total += missing(own, due, out);
                }
                int startCode = lengthSize == 4 || kind >= 0 && zeroBytes-- > 0 ? 4 : 3;
                if (leanly && delimiter.length + total + startCode + n > bound) {
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

        private int missing(ParameterSetIds own, int kind, @Nullable PacketWriter out) {
            int total = 0;
            for (ParameterSet set : sets.get(kind)) {
                if (!own.contains(kind, set.id)) {
                    total += set.bytes.length;
                    if (out != null) {
                        out.put(set.bytes);
                    }
                }
            }
            return total;
        }
    }

    /** Numbers of the parameter sets in an access unit. */
    private static final class ParameterSetIds {
        private static final int SETS = 256;
        private final BitSet ids = new BitSet(2 * SETS);

        void add(int kind, int id) {
            if (id >= 0) {
                ids.set(kind * SETS + id);
            }
        }

        boolean contains(int kind, int id) {
            return id >= 0 && ids.get(kind * SETS + id);
        }
    }
}
