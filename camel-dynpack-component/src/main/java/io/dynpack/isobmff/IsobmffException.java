package io.dynpack.isobmff;

import java.util.Objects;

/**
 * A box that contradicts itself, its file or ISO/IEC 14496-12. The message names the box by its path, the byte where it begins
 * in the file, and what is wrong; whoever knows the file's name adds it.
 */
public class IsobmffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String box;
    private final long offset;
    private final String reason;

    /**
     * @param box    path of the box, {@code moov/trak[2]/mdia/…}
     * @param offset of the box's header, bytes from the start of the file
     */
    public IsobmffException(String box, long offset, String reason) {
        super(box + " at byte " + offset + ": " + reason);
        this.box = box;
        this.offset = offset;
        this.reason = reason;
    }

    public String box() {
        return box;
    }

    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
