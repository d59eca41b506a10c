package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * A box that is completely in memory: its type, where it came from, and its payload. Children are looked up on demand; nothing
 * is copied, and of those that nobody asks for no object is made: a file may have millions.
 */
public final class Box {
    /** Bytes of a header with a size of 32 bits. */
    static final int HEADER = 8;

    private final int type;
    /** The box around this one, or {@code null}. */
    private final @Nullable Box parent;
    private final long offset;
    private final int headerSize;
    private final ByteBuffer payload;

    private Box(int type, @Nullable Box parent, long offset, int headerSize, ByteBuffer payload) {
        this.type = type;
        this.parent = parent;
        this.offset = offset;
        this.headerSize = headerSize;
        this.payload = payload;
    }

    /**
     * The box whose header lies at the buffer's position.
     *
     * @param buffer holds the whole box; its position stays
     * @param offset where the position lies in the file, for errors
     */
    public static Box parse(ByteBuffer buffer, long offset) {
        return parse(buffer, offset, null);
    }

    private static Box parse(ByteBuffer buffer, long offset, @Nullable Box parent) {
        BoxHeader header = BoxHeader.parse(buffer, offset, offset + buffer.remaining(), parent);
        if (header == null) {
            throw new IsobmffException(around(parent), offset, "ends inside the header of a child");
        }
        if (header.size() > buffer.remaining()) {
            throw new IsobmffException(around(parent) + Fourcc.text(header.type()), offset,
                    "claims " + header.size() + " bytes where " + buffer.remaining() + " are left");
        }
        int size = (int) header.size();
        ByteBuffer payload = buffer.slice(buffer.position() + header.headerSize(), size - header.headerSize());
        return new Box(header.type(), parent, offset, header.headerSize(), payload.asReadOnlyBuffer());
    }

    /** What stands in front of the name of a child of {@code parent}. */
    static String around(@Nullable Box parent) {
        return parent == null ? "" : parent.path() + "/";
    }

    public int type() {
        return type;
    }

    /** Names of the boxes around this one and its own, separated by {@code /}. */
    public String path() {
        return parent == null ? Fourcc.text(type) : parent.path() + "/" + Fourcc.text(type);
    }

    /** Of the header, bytes from the start of the file. */
    public long offset() {
        return offset;
    }

    /** Header and payload, bytes. */
    public int size() {
        return headerSize + payload.capacity();
    }

    /** A fresh read-only view of what follows the header. */
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    /** A reader at the start of the payload. */
    public BoxReader reader() {
        return new BoxReader(this, payload.duplicate());
    }

    /** The boxes that make up the whole payload, made as they are come by. */
    public Iterable<Box> children() {
        return children(0);
    }

    /**
     * The boxes from {@code skip} bytes into the payload to its end. Up to seven stray bytes at the end are ignored, as encoders
     * write a 32-bit zero terminator there.
     */
    public Iterable<Box> children(int skip) {
        requireFields(skip);
        return () -> new Children(skip);
    }

    private void requireFields(int skip) {
        if (skip > payload.capacity()) {
            throw error("is too short for its own fields");
        }
    }

    private final class Children implements Iterator<Box> {
        private final ByteBuffer rest;

        Children(int skip) {
            rest = payload.duplicate().position(skip);
        }

        @Override
        public boolean hasNext() {
            return rest.remaining() >= 8;
        }

        @Override
        public Box next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Box child = parse(rest, offset + headerSize + rest.position(), Box.this);
            rest.position(rest.position() + child.size());
            return child;
        }
    }

    /** The first child of this type, or {@code null}. */
    public @Nullable Box child(int childType) {
        return child(childType, 0);
    }

    /** The first child of this type from {@code skip} bytes into the payload on, or {@code null}. */
    public @Nullable Box child(int childType, int skip) {
        requireFields(skip);
        for (int at = skip; at <= payload.capacity() - 8;) {
            // the size in 32 bits is enough to step over nearly all
            int size = payload.getInt(at);
            boolean plain = size >= 8 && size <= payload.capacity() - at;
            if (plain && payload.getInt(at + 4) != childType) {
                at += size;
                continue;
            }
            Box child = parse(payload.duplicate().position(at), offset + headerSize + at, this);
            if (child.type == childType) {
                return child;
            }
            at += child.size();
        }
        return null;
    }

    /** The first child of this type; its absence is an error of this box. */
    public Box required(int childType) {
        Box child = child(childType);
        if (child == null) {
            throw error("has no " + Fourcc.text(childType));
        }
        return child;
    }

    /** An error that names this box. */
    public IsobmffException error(String reason) {
        return new IsobmffException(path(), offset, reason);
    }

    @Override
    public String toString() {
        return path() + "@" + offset + "+" + size();
    }
}
