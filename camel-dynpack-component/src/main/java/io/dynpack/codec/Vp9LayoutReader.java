package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Of VP9 everything but the uncompressed header of each frame is protected, and the index of a superframe is clear (VP Codec
 * ISO Media File Format Binding, 4). The headers are those of the VP9 Bitstream and Decoding Process Specification, 6.2 and
 * annex B.
 */
final class Vp9LayoutReader implements SampleLayoutReader {
    /** An index of eight frames with sizes of four bytes. */
    private static final int LONGEST_INDEX = 2 + 8 * 4;
    /** Segmentation of all kinds, deltas of all loop filters: no uncompressed header is longer. */
    private static final int LONGEST_HEADER = 256;

    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x498342;
    private static final int RGB = 7;
    private static final int REFERENCES = 8;
    private static final int[] FEATURE_BITS = {8 + 1, 6 + 1, 2, 0};

    private final SampleLayout.Builder layout = new SampleLayout.Builder();
    /** Of the frames that others may refer to; pixels. */
    private final int[] widths = new int[REFERENCES];
    private int size;
    /** Where each frame begins, and where the last one ends; empty until the end of the sample was seen. */
    private int[] frames = {};
    private int frame;
    private int position;
    private int profile;

    @Override
    public void begin(int bytes, boolean sync) {
        size = bytes;
        frames = new int[0];
        frame = 0;
        position = Math.max(0, bytes - LONGEST_INDEX);
        if (sync) {
            Arrays.fill(widths, 0);
        }
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int needed() {
        return frames.length == 0 ? size - position : Math.min(LONGEST_HEADER, frames[frame + 1] - position);
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        int start = position;
        if (frames.length == 0) {
            frames = size == 0 ? new int[1] : frames(in.slice(0, size - position));
            position = 0;
        }
        while (frame < frames.length - 1) {
            position = frames[frame];
            int at = position - start;
            if (at < 0 || in.limit() - at < needed()) {
                return false;
            }
            frame(in.slice(at, needed()), frames[frame + 1]);
            frame++;
        }
        layout.endSample(size);
        return true;
    }

    /** @param tail of the sample */
    private int[] frames(ByteBuffer tail) {
        int end = tail.limit();
        int marker = tail.get(end - 1) & 0xff;
        int count = (marker & 7) + 1;
        int bytes = (marker >> 3 & 3) + 1;
        int index = 2 + count * bytes;
        if ((marker & 0xe0) != 0xc0 || index > end || (tail.get(end - index) & 0xff) != marker) {
            return new int[]{0, size};
        }
        int[] starts = new int[count + 1];
        int at = end - index + 1;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long frameSize = 0;
            for (int b = 0; b < bytes; b++) {
                frameSize |= (tail.get(at++) & 0xffL) << 8 * b;
            }
            sum += frameSize;
            if (sum > size - index) {
                return new int[]{0, size};
            }
            starts[i + 1] = (int) sum;
        }
        return starts;
    }

    private void frame(ByteBuffer head, int end) {
        int header;
        try {
            BitReader in = new BitReader(head, "VP9 frame header");
            header = isShownAgain(in) ? end - position : header(in);
        } catch (CodecException e) {
            layout.unread();
            header = 0;
        }
        if (position + header < end) {
            layout.run(position + header, end, size);
        }
    }

    /** Reads as far as show_existing_frame: such a frame has nothing else. */
    private boolean isShownAgain(BitReader in) {
        if (in.bits(2) != FRAME_MARKER) {
            throw new CodecException("VP9 frame header has no marker");
        }
        profile = in.bit() + 2 * in.bit();
        if (profile == 3) {
            in.skip(1);
        }
        return in.bit() == 1;
    }

    /** Reads on from there; answers how many bytes the header has. */
    private int header(BitReader in) {
        boolean keyFrame = in.bit() == 0;
        boolean shown = in.bit() == 1;
        boolean resilient = in.bit() == 1;
        int refreshed = 0xff;
        int width;
        if (keyFrame) {
            syncCode(in);
            colour(in);
            width = size(in);
            renderSize(in);
        } else {
            boolean intra = !shown && in.bit() == 1;
            in.skip(resilient ? 0 : 2);
            if (intra) {
                syncCode(in);
                if (profile > 0) {
                    colour(in);
                }
                refreshed = (int) in.bits(8);
                width = size(in);
                renderSize(in);
            } else {
                refreshed = (int) in.bits(8);
                width = referredSize(in);
                renderSize(in);
                in.skip(1);
                in.skip(in.bit() == 1 ? 0 : 2);
            }
        }
        in.skip((resilient ? 0 : 2) + 2);
        loopFilter(in);
        in.skip(8);
        for (int i = 0; i < 3; i++) {
            in.skip(in.bit() == 1 ? 4 + 1 : 0);
        }
        segmentation(in);
        tiles(in, width);
        in.skip(16);
        for (int i = 0; i < REFERENCES; i++) {
            widths[i] = (refreshed >> i & 1) == 1 ? width : widths[i];
        }
        return (in.position() + 7) / 8;
    }

    private static void syncCode(BitReader in) {
        if (in.bits(24) != SYNC_CODE) {
            throw new CodecException("VP9 frame header has no sync code");
        }
    }

    private void colour(BitReader in) {
        in.skip(profile >= 2 ? 1 : 0);
        boolean rgb = in.bits(3) == RGB;
        boolean subsampling = (profile & 1) == 1;
        in.skip(rgb ? subsampling ? 1 : 0 : subsampling ? 1 + 3 : 1);
    }

    /** Answers the width. */
    private static int size(BitReader in) {
        int width = (int) in.bits(16) + 1;
        in.skip(16);
        return width;
    }

    private static void renderSize(BitReader in) {
        in.skip(in.bit() == 1 ? 32 : 0);
    }

    private int referredSize(BitReader in) {
        int[] references = new int[3];
        for (int i = 0; i < references.length; i++) {
            references[i] = (int) in.bits(3);
            in.skip(1);
        }
        for (int reference : references) {
            if (in.bit() == 1) {
                if (widths[reference] == 0) {
                    throw new CodecException("VP9 frame has the size of a frame that is not there");
                }
                return widths[reference];
            }
        }
        return size(in);
    }

    private static void loopFilter(BitReader in) {
        in.skip(6 + 3);
        if (in.bit() == 1 && in.bit() == 1) {
            for (int i = 0; i < 4 + 2; i++) {
                in.skip(in.bit() == 1 ? 6 + 1 : 0);
            }
        }
    }

    private static void segmentation(BitReader in) {
        if (in.bit() == 0) {
            return;
        }
        if (in.bit() == 1) {
            probabilities(in, 7);
            if (in.bit() == 1) {
                probabilities(in, 3);
            }
        }
        if (in.bit() == 1) {
            in.skip(1);
            for (int segment = 0; segment < 8; segment++) {
                for (int bits : FEATURE_BITS) {
                    in.skip(in.bit() == 1 ? bits : 0);
                }
            }
        }
    }

    private static void probabilities(BitReader in, int count) {
        for (int i = 0; i < count; i++) {
            in.skip(in.bit() == 1 ? 8 : 0);
        }
    }

    private static void tiles(BitReader in, int width) {
        int blocks = (width + 63) >> 6;
        int least = 0;
        while (64 << least < blocks) {
            least++;
        }
        int most = 1;
        while (blocks >> most >= 4) {
            most++;
        }
        for (int columns = least; columns < most - 1 && in.bit() == 1;) {
            columns++;
        }
        in.skip(in.bit() == 1 ? 1 : 0);
    }

    @Override
    public SampleLayout layout() {
        return layout.build(true);
    }
}
