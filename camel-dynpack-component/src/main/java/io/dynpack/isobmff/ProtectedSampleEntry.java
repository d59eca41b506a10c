package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code encv} or {@code enca}: a sample entry under the type that says it is protected, with a {@code sinf} behind its other
 * boxes (ISO/IEC 14496-12, 8.12). All other bytes are those of the entry.
 *
 * @param entry      the sample entry in the clear, the whole box with a size of 32 bits
 * @param type       {@link Fourcc#ENCV} or {@link Fourcc#ENCA}
 * @param scheme     four-character code
 * @param encryption the defaults of all samples
 */
public record ProtectedSampleEntry(ByteBuffer entry, int type, int scheme, TencBox encryption) {
    /** Where boxes begin in a visual sample entry, and in an audio sample entry of version 0. */
    private static final int VISUAL = 86;
    private static final int AUDIO = 36;

    public void write(BoxWriter out) {
        ByteBuffer bytes = entry.slice();
        int mark = out.start(type);
        int end = endOfBoxes(bytes);
        out.bytes(bytes.slice(Box.HEADER, end - Box.HEADER));
        new SinfBox(bytes.getInt(4), scheme, encryption).write(out);
        // a terminator of four zeros, as some encoders write it, has to stay the last
        out.bytes(bytes.slice(end, bytes.limit() - end)).end(mark);
    }

    /** Behind the last box that is whole. */
    private int endOfBoxes(ByteBuffer bytes) {
        int at = type == Fourcc.ENCV ? VISUAL : AUDIO;
        if (at > bytes.limit()) {
            return bytes.limit();
        }
        while (bytes.limit() - at >= Box.HEADER) {
            int size = bytes.getInt(at);
            if (size < Box.HEADER || size > bytes.limit() - at) {
                break;
            }
            at += size;
        }
        return at;
    }
}
