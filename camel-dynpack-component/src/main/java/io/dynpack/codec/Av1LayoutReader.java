package io.dynpack.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Of AV1 the tiles are protected, without the sizes in front of them (AV1 Codec ISO Media File Format Binding, 4.2.2). A frame
 * whose header cannot be read is protected from behind the header of its OBU, and so are those that refer to it.
 */
final class Av1LayoutReader implements SampleLayoutReader {
    /** Header, extension, and a size of eight bytes at most. */
    private static final int OBU_HEADER = 2 + 8;
    /** With film grain, segments and tiles of sizes of their own, no header is longer. */
    private static final int LONGEST_HEADER = 2048;
    /**
     * OBUs and tiles of a sample; no level allows as many tiles in a frame (annex A), and few samples have more than two
     * frames.
     */
    private static final int MAX_UNITS = 4096;

    private static final int SEQUENCE_HEADER = 1;
    private static final int FRAME_HEADER = 3;
    private static final int TILE_GROUP = 4;
    private static final int FRAME = 6;

    private final SampleLayout.Builder layout = new SampleLayout.Builder();
    private final Av1FrameHeaders headers = new Av1FrameHeaders();
    private int size;
    private int position;
    private int needed;
    private int units;
    /** Of the frame whose tiles are awaited; {@code null} where there is none, or its header could not be read. */
    private Av1FrameHeaders.@Nullable Tiles tiles;
    /** Tiles that follow in the OBU. */
    private int tilesLeft;
    /** Behind the OBU whose tiles follow. */
    private int tilesEnd;

    @Override
    public void begin(int bytes, boolean sync) {
        size = bytes;
        position = 0;
        units = 0;
        tiles = null;
        tilesLeft = 0;
        if (sync) {
            headers.syncSample();
        }
        need(OBU_HEADER);
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
            need(tilesLeft > 0 ? Long.BYTES : OBU_HEADER);
            if (in.limit() - at < needed) {
                return false;
            }
            if (units++ == MAX_UNITS) {
                layout.unread();
                layout.run(position, size, size);
                break;
            }
            ByteBuffer rest = in.slice(at, in.limit() - at);
            if (tilesLeft > 0) {
                tile(rest);
            } else if (!unit(rest)) {
                units--;
                return false;
            }
        }
        position = size;
        layout.endSample(size);
        return true;
    }

    /** Steps over one tile, which is protected. */
    private void tile(ByteBuffer in) {
        int from = position;
        int to = tilesEnd;
        if (--tilesLeft > 0 && tiles != null) {
            from += tiles.sizeBytes();
            long length = 0;
            for (int i = 0; i < Math.min(tiles.sizeBytes(), in.limit()); i++) {
                length |= (in.get(i) & 0xffL) << 8 * i;
            }
            if (length + 1 > tilesEnd - from) {
                // sizes that do not fit: all that is left of the OBU is protected
                layout.unread();
                from = position;
                tilesLeft = 0;
            } else {
                to = from + (int) length + 1;
            }
        }
        if (from < to) {
            layout.run(from, to, size);
        }
        position = to;
    }

    /** Looks at an OBU; answers whether what is there of it was enough. */
    private boolean unit(ByteBuffer in) {
        int first = in.get(0);
        int type = first >> 3 & 0xf;
        int header = (first & 4) == 0 ? 1 : 2;
        int layers = header == 2 && in.limit() > 1 ? in.get(1) & 0xff : 0;
        long payload = size - position - header;
        if ((first & 2) != 0) {
            long length = 0;
            boolean more = true;
            for (int shift = 0; more && shift < 56 && header < in.limit(); shift += 7) {
                int part = in.get(header++) & 0xff;
                length |= (long) (part & 0x7f) << shift;
                more = (part & 0x80) != 0;
            }
            payload = more ? -1 : length;
        }
        if (payload < 0 || payload > size - position - header) {
            layout.unread();
            layout.run(position, size, size);
            position = size;
            return true;
        }
        int end = position + header + (int) payload;
        if (type != SEQUENCE_HEADER && type != FRAME_HEADER && type != TILE_GROUP && type != FRAME) {
            position = end;
            return true;
        }
        int seen = Math.min((int) payload, LONGEST_HEADER);
        if (in.limit() - header < seen) {
            need(header + seen);
            return false;
        }
        contents(type, new BitReader(in.slice(header, seen), "AV1 header"), layers, position + header, end);
        return true;
    }

    /**
     * @param from first byte of the payload
     * @param end  behind it
     */
    private void contents(int type, BitReader in, int layers, int from, int end) {
        position = end;
        try {
            switch (type) {
                case SEQUENCE_HEADER -> headers.sequenceHeader(in);
                case FRAME_HEADER -> tiles = headers.read(in, layers >> 5, layers >> 3 & 3);
                case TILE_GROUP -> tileGroup(in, from, end);
                default -> {
                    tiles = null;
                    tiles = headers.read(in, layers >> 5, layers >> 3 & 3);
                    align(in);
                    tileGroup(in, from, end);
                }
            }
        } catch (CodecException e) {
            layout.unread();
            tiles = null;
            if (type == FRAME || type == TILE_GROUP) {
                headers.lost();
                if (from < end) {
                    layout.run(from, end, size);
                }
            }
        }
    }

    private static void align(BitReader in) {
        in.skip(-in.position() & 7);
    }

    private void tileGroup(BitReader in, int from, int end) {
        if (tiles == null) {
            throw new CodecException("AV1 tiles have no frame header in front of them");
        }
        int count = tiles.columns() * tiles.rows();
        int first = 0;
        int last = count - 1;
        if (count > 1 && in.bit() == 1) {
            first = (int) in.bits(tiles.columnBits() + tiles.rowBits());
            last = (int) in.bits(tiles.columnBits() + tiles.rowBits());
        }
        align(in);
        if (first > last || last >= count) {
            throw new CodecException("AV1 tile group has tiles from " + first + " to " + last + " of " + count);
        }
        position = from + in.position() / 8;
        tilesLeft = position < end ? last - first + 1 : 0;
        tilesEnd = end;
    }

    @Override
    public SampleLayout layout() {
        return layout.build(false);
    }
}
