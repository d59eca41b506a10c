package io.dynpack.isobmff;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The header of a box that lies in a file: enough to walk over top-level boxes without their content (ISO/IEC 14496-12, 4.2).
 *
 * @param type       four-character code
 * @param offset     of the header, bytes from the start of the file
 * @param headerSize 8 or 16 bytes
 * @param size       of the whole box in bytes; a box "to the end of the file" has its real size here
 */
public record BoxHeader(int type, long offset, int headerSize, long size) {

    /** Bytes that are enough to parse any header. */
    public static final int MAX_SIZE = 16;

    /** Exclusive end, bytes from the start of the file. */
    public long end() {
        return offset + size;
    }

    /**
     * Parses the header at the buffer's position, which stays where it is.
     *
     * @param offset     where the position lies in the file
     * @param fileLength bytes; a box that claims more is cut to it only by the caller
     * @return {@code null} when fewer bytes remain than the header needs
     * @throws IsobmffException when the size is smaller than the header itself or overflows
     */
    public static @Nullable BoxHeader parse(ByteBuffer buffer, long offset, long fileLength) {
        return parse(buffer, offset, fileLength, null);
    }

    /** @param parent the box around this one, for errors; {@code null} where there is none */
    static @Nullable BoxHeader parse(ByteBuffer buffer, long offset, long fileLength, @Nullable Box parent) {
        if (buffer.remaining() < 8) {
            return null;
        }
        int at = buffer.position();
        long size = Integer.toUnsignedLong(buffer.getInt(at));
        int type = buffer.getInt(at + 4);
        int headerSize = 8;
        if (size == 1) {
            if (buffer.remaining() < 16) {
                return null;
            }
            size = buffer.getLong(at + 8);
            headerSize = 16;
        } else if (size == 0) {
            size = fileLength - offset;
        }
        if (size < headerSize || size > Long.MAX_VALUE - offset) {
            throw new IsobmffException(Box.around(parent) + Fourcc.text(type), offset,
                    "size " + Long.toUnsignedString(size) + " is impossible");
        }
        return new BoxHeader(type, offset, headerSize, size);
    }
}
