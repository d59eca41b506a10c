package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A box that is completely in memory: its type, where it came from, and its payload. Children are looked up on demand; nothing
 * is copied.
 */
public final class Box {
    private final int type;
    private final String path;
    private final long offset;
    private final int headerSize;
    private final ByteBuffer payload;

    private Box(int type, String path, long offset, int headerSize, ByteBuffer payload) {
        this.type = type;
        this.path = path;
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
        return parse(buffer, offset, "");
    }

    private static Box parse(ByteBuffer buffer, long offset, String parent) {
        BoxHeader header = BoxHeader.parse(buffer, offset, offset + buffer.remaining(), parent);
        if (header == null) {
            throw new IsobmffException(parent, offset, "ends inside the header of a child");
        }
        String path = parent + Fourcc.text(header.type());
        if (header.size() > buffer.remaining()) {
            throw new IsobmffException(path, offset,
                    "claims " + header.size() + " bytes where " + buffer.remaining() + " are left");
        }
        int size = (int) header.size();
        ByteBuffer payload = buffer.slice(buffer.position() + header.headerSize(), size - header.headerSize());
        return new Box(header.type(), path, offset, header.headerSize(), payload.asReadOnlyBuffer());
    }

    public int type() {
        return type;
    }

    /** Names of the boxes around this one and its own, separated by {@code /}. */
    public String path() {
        return path;
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

    /** The boxes that make up the whole payload. */
    public List<Box> children() {
        return children(0);
    }

    /**
     * The boxes from {@code skip} bytes into the payload to its end. Up to seven stray bytes at the end are ignored, as encoders
     * write a 32-bit zero terminator there.
     */
    public List<Box> children(int skip) {
        if (skip > payload.capacity()) {
            throw new IsobmffException(path, offset, "is too short for its own fields");
        }
        List<Box> children = new ArrayList<>();
        ByteBuffer rest = payload.duplicate().position(skip);
        while (rest.remaining() >= 8) {
            Box child = parse(rest, offset + headerSize + rest.position(), path + "/");
            children.add(child);
            rest.position(rest.position() + child.size());
        }
        return children;
    }

    /** The first child of this type, or {@code null}. */
    public Box child(int childType) {
        for (Box child : children()) {
            if (child.type == childType) {
                return child;
            }
        }
        return null;
    }

    /** The first child of this type; its absence is an error of this box. */
    public Box required(int childType) {
        Box child = child(childType);
        if (child == null) {
            throw new IsobmffException(path, offset, "has no " + Fourcc.text(childType));
        }
        return child;
    }

    /** An error that names this box. */
    public IsobmffException error(String reason) {
        return new IsobmffException(path, offset, reason);
    }

    @Override
    public String toString() {
        return path + "@" + offset + "+" + size();
    }
}
