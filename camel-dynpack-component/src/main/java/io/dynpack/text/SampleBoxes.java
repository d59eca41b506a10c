package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The boxes of a sample of text, one behind the other; of each, its type and what it holds. */
final class SampleBoxes {
    static final int HEADER = 8;

    private final ByteBuffer bytes;
    private int type;
    private ByteBuffer content = ByteBuffer.allocate(0);
    private boolean broken;

    /** @param bytes from the position on */
    SampleBoxes(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    /** @return whether there is one more that is whole */
    boolean next() {
        if (bytes.remaining() < HEADER) {
            broken |= bytes.hasRemaining();
            return false;
        }
        int size = bytes.getInt(bytes.position());
        if (size < HEADER || size > bytes.remaining()) {
            broken = true;
            return false;
        }
        type = bytes.getInt(bytes.position() + 4);
        content = bytes.slice(bytes.position() + HEADER, size - HEADER);
        bytes.position(bytes.position() + size);
        return true;
    }

    int type() {
        return type;
    }

    ByteBuffer content() {
        return content.duplicate();
    }

    byte[] bytes() {
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        return copy;
    }

    /** Whether something that is no whole box stands behind the last one. */
    boolean isBroken() {
        return broken;
    }
}
