package io.dynpack.index;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32C;

import io.dynpack.codec.CodecException;
import io.dynpack.isobmff.IsobmffException;

/**
 * What all that is stored beside media has in common: a magic number, a version, fields in order, big endian, and a CRC-32C
 * over all of it. A reader of another version, or of damaged bytes, answers {@link IndexFormatException}, and the media are
 * looked at again.
 *
 * @param what    it is, for messages
 * @param magic   number
 * @param version of the form
 */
record StoredForm(String what, int magic, int version) {
    /** Bytes in front of the fields, and behind them. */
    static final int HEAD = 8;
    static final int TAIL = 4;

    /** @param size bytes of the fields */
    ByteBuffer begin(int size) {
        return ByteBuffer.allocate(HEAD + size + TAIL).putInt(magic).putInt(version);
    }

    /** @return from position 0 to its limit */
    static ByteBuffer end(ByteBuffer out) {
        return out.putInt(checksum(out.duplicate().flip())).flip();
    }

    /**
     * Reads the fields, whatever they throw.
     *
     * @param bytes  from the buffer's position on; the position stays
     * @param fields reads a buffer of the fields alone
     * @throws IndexFormatException for all that cannot be used
     */
    <T> T read(ByteBuffer bytes, Function<ByteBuffer, T> fields) {
        ByteBuffer in = bytes.slice();
        if (in.remaining() < HEAD + TAIL || in.getInt(0) != magic) {
            throw new IndexFormatException("not the " + what);
        }
        if (in.getInt(4) != version) {
            throw new IndexFormatException.OtherVersion(in.getInt(4), version);
        }
        int body = in.limit() - TAIL;
        if (checksum(in.duplicate().limit(body)) != in.getInt(body)) {
            throw new IndexFormatException("the checksum of the " + what + " does not hold");
        }
        try {
            return fields.apply(in.position(HEAD).limit(body));
        } catch (BufferUnderflowException e) {
            throw new IndexFormatException("the " + what + " ends too early");
        } catch (IndexOutOfBoundsException e) {
            // a virtual machine that has thrown it often throws it without a message; so with arithmetic
            throw new IndexFormatException("the " + what + " is damaged: it points at what it does not have");
        } catch (ArithmeticException e) {
            throw new IndexFormatException("the " + what + " is damaged: its numbers overflow");
        } catch (IllegalArgumentException | IsobmffException | CodecException e) {
            throw new IndexFormatException("the " + what + " is damaged: " + e.getMessage());
        } catch (MediaFileException e) {
            // of another heap, or of no file: reading the media tells which
            throw new IndexFormatException("the " + what + " " + e.reason());
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Bytes that a text takes. */
    static int size(String text) {
        return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Bytes that a file takes. */
    static int size(SourceFile file) {
        return size(file.name()) + size(file.version()) + Long.BYTES;
    }

    static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    static void put(ByteBuffer out, SourceFile file) {
        put(out, file.name());
        put(out, file.version());
        out.putLong(file.length());
    }

    /** How many of something follow, no more than there is room for. */
    static int count(ByteBuffer in, int entrySize) {
        int count = in.getInt();
        if (count < 0 || (long) count * entrySize > in.remaining()) {
            throw new IndexFormatException("what is stored claims " + count + " entries where " + in.remaining()
                    + " bytes are left");
        }
        return count;
    }

    /** A byte that is the place of a value among all of its kind. */
    static <E extends Enum<E>> E value(ByteBuffer in, E[] values) {
        return value(in.get(), values);
    }

    static <E extends Enum<E>> E value(int place, E[] values) {
        if (place < 0 || place >= values.length) {
            throw new IndexFormatException("what is stored has " + place + " where a "
                    + values[0].getDeclaringClass().getSimpleName() + " is one of " + values.length);
        }
        return values[place];
    }

    /** Bytes behind their length; a part of the buffer. */
    static ByteBuffer bytes(ByteBuffer in) {
        int length = count(in, 1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return bytes;
    }

    static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(bytes(in)).toString();
    }

    static SourceFile file(ByteBuffer in) {
        return new SourceFile(text(in), text(in), in.getLong());
    }
}
