package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Of H.264 and HEVC the slice data of coded pictures is protected, behind slice headers (ISO/IEC 23001-7, 9.5). A coded picture
 * whose slice header cannot be read is protected from behind the header of its NAL unit, and so is all that follows where NAL
 * units do not fit into their sample.
 */
final class NalUnitLayoutReader implements SampleLayoutReader {
    /** Nearly all slice headers end within so many bytes of their NAL units. */
    private static final int HEAD = 96;
    private static final int GROWTH = 8;
    /** Tables of weights for all references, or entry points for all rows of all tiles, take so many bytes at most. */
    private static final int LONGEST_HEAD = 16 << 10;
    /** As a configuration record has room for. */
    private static final int LONGEST_SET = 64 << 10;
    /** More than any level allows slices in a picture (ISO/IEC 23008-2, table A.8), and messages beside them. */
    private static final int MAX_NAL_UNITS = 4096;
    /** Slice headers of a sample that cannot be read before no other is tried. */
    private static final int MAX_FAILURES = 32;

    private final SliceHeaders headers;
    private final int lengthSize;
    private final SampleLayout.Builder layout = new SampleLayout.Builder();
    private int size;
    private int position;
    private int needed;
    private int units;
    private int failures;

    /**
     * @param lengthSize bytes of the length in front of each NAL unit: 1, 2 or 4
     * @param sets       parameter sets that are in force at the beginning
     */
    NalUnitLayoutReader(SliceHeaders headers, int lengthSize, List<ByteBuffer> sets) {
        this.headers = headers;
        this.lengthSize = lengthSize;
        headers.begin(sets);
    }

    /** Parameter sets in band are in force up to the next sync sample. */
    @Override
    public void begin(int bytes, boolean sync) {
        if (sync) {
            headers.syncSample();
        }
        size = bytes;
        position = 0;
        units = 0;
        failures = 0;
        need(HEAD);
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int needed() {
        return needed;
    }

    private void need(int bytes) {
        needed = Math.min(bytes, size - position);
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        int start = position;
        while (position < size) {
            int at = position - start;
            int seen = in.limit() - at;
            need(lengthSize + HEAD);
            if (seen < needed) {
                return false;
            }
            if (size - position <= lengthSize) {
                // stray bytes, no NAL unit
                break;
            }
            int length = length(in, at);
            if (length < 0 || length > size - position - lengthSize || units == MAX_NAL_UNITS) {
                layout.unread();
                protect(size - position - lengthSize, headers.syntax().headerBytes());
                break;
            }
            ByteBuffer unit = in.slice(at + lengthSize, Math.min(length, seen - lengthSize));
            if (length > 0 && !read(unit, length)) {
                return false;
            }
            units++;
            position += lengthSize + length;
        }
        position = size;
        layout.endSample(size);
        return true;
    }

    /** Answers whether what is there of a NAL unit was enough. */
    private boolean read(ByteBuffer unit, int length) {
        NalUnitSyntax syntax = headers.syntax();
        int type = syntax.type(unit);
        int kind = syntax.setKind(type);
        if (kind >= 0 && length <= LONGEST_SET) {
            if (unit.limit() < length) {
                need(lengthSize + length);
                return false;
            }
            headers.parameterSet(kind, unit);
        } else if (headers.isCodedPicture(unit.get(0))) {
            return slice(type, unit, length);
        }
        return true;
    }

    private boolean slice(int type, ByteBuffer unit, int length) {
        int most = Math.min(length, LONGEST_HEAD);
        boolean tried = failures < MAX_FAILURES;
        for (int head = Math.min(HEAD, unit.limit()); tried; head = Math.min(GROWTH * head, unit.limit())) {
            try {
                protect(length, headers.measure(type, unit.slice(0, head)));
                return true;
            } catch (CutOffException e) {
                if (head >= most) {
                    break;
                }
                if (head == unit.limit()) {
                    need(lengthSize + Math.min(most, GROWTH * head));
                    return false;
                }
            } catch (CodecException e) {
                break;
            }
        }
        failures++;
        layout.unread();
        protect(length, headers.headerBytes(unit.get(0)));
        return true;
    }

    /** Protects a NAL unit from behind its header. */
    private void protect(int length, int header) {
        if (header < length) {
            int from = position + lengthSize;
            layout.run(from + header, from + length, size);
        }
    }

    /** -1 for one of more than 2 GB. */
    private int length(ByteBuffer in, int at) {
        return switch (lengthSize) {
            case 1 -> in.get(at) & 0xff;
            case 2 -> in.getShort(at) & 0xffff;
            default -> Math.max(-1, in.getInt(at));
        };
    }

    @Override
    public SampleLayout layout() {
        return layout.build(false);
    }
}
