package io.dynpack.codec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads frame headers of AV1 as far as what lies behind them, tiles, takes (AV1 Bitstream and Decoding Process Specification, 5.9).
 * How long one is depends on the sequence header and on the frames it refers to, so one of these reads the headers of one run in
 * their order. One thread at a time.
 */
final class Av1FrameHeaders {
    private static final int REFERENCES = 8;
    private static final int REFERENCES_PER_FRAME = 7;
    private static final int NONE = 7;
    private static final int KEY = 0;
    private static final int INTER = 1;
    private static final int INTRA_ONLY = 2;
    private static final int SWITCH = 3;
    private static final int SEGMENTS = 8;
    private static final int[] FEATURE_BITS = {8, 6, 6, 6, 6, 3, 0, 0};
    private static final int SIGNED_FEATURES = 5;
    private static final int TRANSLATION = 1;
    private static final int ROTATION = 2;
    private static final int AFFINE = 3;
    private static final int ONE = 1 << 16;
    private static final int MAX_TILE_COLUMNS = 64;
    private static final int MAX_TILE_WIDTH = 4096;
    private static final int MAX_TILE_AREA = 4096 * 2304;

    private final Frame[] frames = new Frame[REFERENCES];
    private @Nullable Av1Sequence sequence;

    /**
     * Of a frame what others take from it.
     *
     * @param type          frame_type
     * @param width         pixels, before they are stretched
     * @param upscaledWidth pixels
     * @param height        pixels
     * @param hint          OrderHint
     * @param features      for each segment FeatureData of its quantizer; {@link Integer#MIN_VALUE} where that feature is off
     * @param motion        gm_params of each reference
     */
    private record Frame(int type, int width, int upscaledWidth, int height, int hint, int[] features, int[][] motion) {}

    /**
     * How a frame is divided.
     *
     * @param columns    tiles beside each other
     * @param rows       tiles above each other
     * @param columnBits TileColsLog2
     * @param rowBits    TileRowsLog2
     * @param sizeBytes  bytes of the size in front of each tile but the last
     */
    record Tiles(int columns, int rows, int columnBits, int rowBits, int sizeBytes) {}

    void syncSample() {
        Arrays.fill(frames, null);
        sequence = null;
    }

    /** Forgets all frames, since it is not known which of them the last one replaced. */
    void lost() {
        Arrays.fill(frames, null);
    }

    void sequenceHeader(BitReader in) {
        sequence = Av1Sequence.read(in);
    }

    /**
     * Reads uncompressed_header().
     *
     * @param temporalId of the OBU
     * @param spatialId  of the OBU
     * @return {@code null} where a frame is shown again, which has no tiles
     * @throws CodecException when it is cut off or damaged, or refers to what is not there
     */
    @Nullable
    Tiles read(BitReader in, int temporalId, int spatialId) {
        if (sequence == null) {
            throw new CodecException("AV1 frame has no sequence header in front of it");
        }
        return new Header(in, sequence).read(temporalId, spatialId);
    }

    private Frame frame(int index) {
        Frame frame = frames[index];
        if (frame == null) {
            throw new CodecException("AV1 frame refers to a frame that is not there");
        }
        return frame;
    }

    /** One frame header. */
    private final class Header {
        private final BitReader in;
        private final Av1Sequence seq;
        private int type = KEY;
        private boolean shown = true;
        private boolean showable;
        private boolean resilient = true;
        private boolean intra;
        private boolean screenContent;
        private boolean integerMotion;
        private boolean highPrecision;
        private boolean sizeOverride;
        private int hint;
        private int primary = NONE;
        private int refreshed = 0xff;
        private int width;
        private int upscaledWidth;
        private int height;
        private boolean blockCopy;
        private final int[] references = new int[REFERENCES_PER_FRAME];
        private int baseQuantizer;
        private boolean noDeltas;
        private int[] features = new int[SEGMENTS];
        private int[][] motion = new int[REFERENCES][];

        Header(BitReader in, Av1Sequence sequence) {
            this.in = in;
            this.seq = sequence;
        }

        private boolean flag() {
            return in.bit() == 1;
        }

        @Nullable
        Tiles read(int temporalId, int spatialId) {
            if (!seq.reducedStill()) {
                if (flag()) {
                    showAgain();
                    return null;
                }
                type = (int) in.bits(2);
                shown = flag();
                in.skip(shown ? seq.presentationTimeBits() : 0);
                showable = shown ? type != KEY : flag();
                resilient = type == SWITCH || type == KEY && shown || flag();
            }
            intra = type == KEY || type == INTRA_ONLY;
            if (type == KEY && shown) {
                Arrays.fill(frames, null);
            }
            boolean noAdaptation = flag();
            screenContent = seq.screenContent() == Av1Sequence.SELECT ? flag() : seq.screenContent() == 1;
            if (screenContent) {
                integerMotion = seq.integerMotion() == Av1Sequence.SELECT ? flag() : seq.integerMotion() == 1;
            }
            in.skip(seq.frameIdBits());
            sizeOverride = type == SWITCH || !seq.reducedStill() && flag();
            hint = (int) in.bits(seq.hintBits());
            if (!intra && !resilient) {
                primary = (int) in.bits(3);
            }
            if (seq.decoderModel() && flag()) {
                in.skip(seq.removalTimes(temporalId, spatialId) * seq.removalTimeBits());
            }
            if (type != SWITCH && !(type == KEY && shown)) {
                refreshed = (int) in.bits(REFERENCES);
            }
            if ((!intra || refreshed != 0xff) && resilient && seq.hintBits() > 0) {
                in.skip(REFERENCES * seq.hintBits());
            }
            boolean previousVectors = false;
            if (intra) {
                size();
                blockCopy = screenContent && upscaledWidth == width && flag();
            } else {
                previousVectors = inter();
            }
            in.skip(seq.reducedStill() || noAdaptation ? 0 : 1);
            return behindReferences(previousVectors);
        }

        private Tiles behindReferences(boolean previousVectors) {
            previous();
            Tiles tiles = tiles();
            quantization();
            segmentation();
            boolean deltas = baseQuantizer > 0 && flag();
            in.skip(deltas ? 2 : 0);
            if (deltas && !blockCopy && flag()) {
                in.skip(2 + 1);
            }
            boolean lossless = noDeltas;
            for (int feature : features) {
                int quantizer = feature == Integer.MIN_VALUE ? baseQuantizer : baseQuantizer + feature;
                lossless &= quantizer <= 0;
            }
            filters(lossless);
            in.skip(lossless ? 0 : 1);
            boolean compound = !intra && flag();
            in.skip(compound && hasSkipMode() ? 1 : 0);
            in.skip(intra || resilient || !seq.warpedMotion() ? 0 : 1);
            in.skip(1);
            globalMotion();
            filmGrain();
            Frame frame = new Frame(type, width, upscaledWidth, height, hint, features, motion);
            for (int i = 0; i < REFERENCES; i++) {
                frames[i] = (refreshed >> i & 1) == 1 ? frame : frames[i];
            }
            return tiles;
        }

        private void showAgain() {
            Frame again = frame((int) in.bits(3));
            in.skip(seq.presentationTimeBits() + seq.frameIdBits());
            if (again.type == KEY) {
                Arrays.fill(frames, again);
            }
        }

        /** frame_size() and render_size(). */
        private void size() {
            ownSize();
            renderSize();
        }

        private void ownSize() {
            upscaledWidth = sizeOverride ? (int) in.bits(seq.widthBits()) + 1 : seq.width();
            height = sizeOverride ? (int) in.bits(seq.heightBits()) + 1 : seq.height();
            superResolution();
        }

        private void renderSize() {
            in.skip(flag() ? 32 : 0);
        }

        private void superResolution() {
            width = upscaledWidth;
            if (seq.superResolution() && flag()) {
                int denominator = 9 + (int) in.bits(3);
                width = (upscaledWidth * 8 + denominator / 2) / denominator;
            }
        }

        /** What a frame says of those it refers to; answers whether it uses their motion vectors. */
        private boolean inter() {
            if (seq.hintBits() > 0 && flag()) {
                throw new CodecException("AV1 frame header names its references in short, which is not read");
            }
            for (int i = 0; i < REFERENCES_PER_FRAME; i++) {
                references[i] = (int) in.bits(3);
                in.skip(seq.deltaFrameIdBits());
            }
            if (sizeOverride && !resilient) {
                sizeOfReference();
            } else {
                size();
            }
            highPrecision = !integerMotion && flag();
            in.skip(flag() ? 0 : 2);
            in.skip(1);
            return !resilient && seq.previousVectors() && flag();
        }

        private void sizeOfReference() {
            for (int reference : references) {
                if (flag()) {
                    Frame frame = frame(reference);
                    upscaledWidth = frame.upscaledWidth;
                    height = frame.height;
                    superResolution();
                    return;
                }
            }
            size();
        }

        /** setup_past_independence(), or load_previous(). */
        private void previous() {
            if (primary == NONE) {
                Arrays.fill(features, Integer.MIN_VALUE);
                for (int i = 0; i < REFERENCES; i++) {
                    motion[i] = new int[]{0, 0, ONE, 0, 0, ONE};
                }
            } else {
                Frame before = frame(references[primary]);
                features = before.features;
                motion = before.motion;
            }
        }

        private Tiles tiles() {
            int shift = seq.largeBlocks() ? 5 : 4;
            int blockColumns = 2 * (width + 7 >> 3) + (1 << shift) - 1 >> shift;
            int blockRows = 2 * (height + 7 >> 3) + (1 << shift) - 1 >> shift;
            int widest = MAX_TILE_WIDTH >> shift + 2;
            int leastColumnBits = log2(widest, blockColumns);
            int leastBits = Math.max(leastColumnBits, log2(MAX_TILE_AREA >> 2 * (shift + 2), blockRows * blockColumns));
            int columns;
            int rows;
            int columnBits;
            int rowBits;
            if (flag()) {
                columnBits = increment(leastColumnBits, log2(1, Math.min(blockColumns, MAX_TILE_COLUMNS)));
                int tileWidth = blockColumns + (1 << columnBits) - 1 >> columnBits;
                columns = (blockColumns + tileWidth - 1) / tileWidth;
                rowBits = increment(Math.max(leastBits - columnBits, 0), log2(1, Math.min(blockRows, MAX_TILE_COLUMNS)));
                int tileHeight = blockRows + (1 << rowBits) - 1 >> rowBits;
                rows = (blockRows + tileHeight - 1) / tileHeight;
            } else {
                int largest = 0;
                columns = 0;
                for (int start = 0; start < blockColumns; columns++) {
                    int size = below(Math.min(blockColumns - start, widest)) + 1;
                    largest = Math.max(largest, size);
                    start += size;
                }
                columnBits = log2(1, columns);
                int area = blockRows * blockColumns;
                int tallest = Math.max((leastBits > 0 ? area >> leastBits + 1 : area) / largest, 1);
                rows = 0;
                for (int start = 0; start < blockRows; rows++) {
                    start += below(Math.min(blockRows - start, tallest)) + 1;
                }
                rowBits = log2(1, rows);
            }
            int sizeBytes = 0;
            if (columnBits + rowBits > 0) {
                in.skip(columnBits + rowBits);
                sizeBytes = (int) in.bits(2) + 1;
            }
            return new Tiles(columns, rows, columnBits, rowBits, sizeBytes);
        }

        private int increment(int from, int most) {
            int value = from;
            while (value < most && flag()) {
                value++;
            }
            return value;
        }

        /** tile_log2(). */
        private static int log2(int block, int target) {
            int bits = 0;
            while ((long) block << bits < target) {
                bits++;
            }
            return bits;
        }

        /** ns(n). */
        private int below(int n) {
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(n);
            int least = (1 << bits) - n;
            int value = (int) in.bits(bits - 1);
            return value < least ? value : (value << 1) - least + in.bit();
        }

        /** Answers a difference of 7 bits where there is one. */
        private int delta() {
            return flag() ? signed(7) : 0;
        }

        private int signed(int bits) {
            int value = (int) in.bits(bits);
            return value < 1 << bits - 1 ? value : value - (1 << bits);
        }

        private void quantization() {
            baseQuantizer = (int) in.bits(8);
            int deltas = delta();
            if (!seq.monochrome()) {
                boolean different = seq.separateDeltas() && flag();
                for (int plane = 0; plane < (different ? 2 : 1); plane++) {
                    deltas |= delta();
                    deltas |= delta();
                }
            }
            noDeltas = deltas == 0;
            if (flag()) {
                in.skip(4 + 4 + (seq.separateDeltas() ? 4 : 0));
            }
        }

        private void segmentation() {
            if (!flag()) {
                features = new int[SEGMENTS];
                Arrays.fill(features, Integer.MIN_VALUE);
                return;
            }
            boolean update = true;
            if (primary != NONE) {
                in.skip(flag() ? 1 : 0);
                update = flag();
            }
            if (!update) {
                return;
            }
            features = new int[SEGMENTS];
            for (int segment = 0; segment < SEGMENTS; segment++) {
                features[segment] = Integer.MIN_VALUE;
                for (int feature = 0; feature < FEATURE_BITS.length; feature++) {
                    if (flag()) {
                        if (feature == 0) {
                            features[segment] = signed(1 + FEATURE_BITS[0]);
                        } else {
                            in.skip(FEATURE_BITS[feature] + (feature < SIGNED_FEATURES ? 1 : 0));
                        }
                    }
                }
            }
        }

        /** Loop filter, constrained directional enhancement, restoration. */
        private void filters(boolean lossless) {
            int planes = seq.monochrome() ? 1 : 3;
            if (!lossless && !blockCopy) {
                long levels = in.bits(12);
                in.skip(planes > 1 && levels != 0 ? 12 : 0);
                in.skip(3);
                if (flag() && flag()) {
                    for (int i = 0; i < REFERENCES + 2; i++) {
                        in.skip(flag() ? 7 : 0);
                    }
                }
                if (seq.enhancement()) {
                    in.skip(2);
                    in.skip((1 << in.bits(2)) * (planes > 1 ? 12 : 6));
                }
            }
            if ((lossless && width == upscaledWidth) || blockCopy || !seq.restoration()) {
                return;
            }
            boolean luma = in.bits(2) != 0;
            boolean chroma = planes > 1 && in.bits(4) != 0;
            if (luma || chroma) {
                boolean shifted = flag();
                in.skip(shifted && !seq.largeBlocks() ? 1 : 0);
                in.skip(chroma && seq.subsampledBoth() ? 1 : 0);
            }
        }

        /** Whether there are references on both sides, or two in front (5.9.22). */
        private boolean hasSkipMode() {
            if (seq.hintBits() == 0) {
                return false;
            }
            int before = Integer.MIN_VALUE;
            int second = Integer.MIN_VALUE;
            boolean behind = false;
            for (int reference : references) {
                int distance = distance(frame(reference).hint, hint);
                behind |= distance > 0;
                if (distance < 0 && distance != before) {
                    second = distance > before ? before : Math.max(second, distance);
                    before = Math.max(before, distance);
                }
            }
            return before != Integer.MIN_VALUE && (behind || second != Integer.MIN_VALUE);
        }

        /** get_relative_dist(). */
        private int distance(int one, int other) {
            int difference = one - other;
            int sign = 1 << seq.hintBits() - 1;
            return (difference & sign - 1) - (difference & sign);
        }

        private void globalMotion() {
            int[][] previous = motion;
            motion = new int[REFERENCES][];
            for (int reference = 0; reference < REFERENCES; reference++) {
                int[] parameters = {0, 0, ONE, 0, 0, ONE};
                motion[reference] = parameters;
                if (reference == 0 || intra || !flag()) {
                    continue;
                }
                int kind = flag() ? ROTATION : flag() ? TRANSLATION : AFFINE;
                if (kind >= ROTATION) {
                    parameters[2] = parameter(kind, previous[reference], 2);
                    parameters[3] = parameter(kind, previous[reference], 3);
                    parameters[4] = kind == AFFINE ? parameter(kind, previous[reference], 4) : -parameters[3];
                    parameters[5] = kind == AFFINE ? parameter(kind, previous[reference], 5) : parameters[2];
                }
                parameters[0] = parameter(kind, previous[reference], 0);
                parameters[1] = parameter(kind, previous[reference], 1);
            }
        }

        /** read_global_param(). */
        private int parameter(int kind, int[] previous, int index) {
            int range = 12;
            int precision = 15;
            if (index < 2) {
                range = kind == TRANSLATION ? highPrecision ? 9 : 8 : 12;
                precision = kind == TRANSLATION ? highPrecision ? 3 : 2 : 6;
            }
            boolean diagonal = index % 3 == 2;
            int low = -(1 << range);
            int reference = (previous[index] >> 16 - precision) - (diagonal ? 1 << precision : 0);
            int value = low + recentered((1 << range) + 1 - low, reference - low);
            return (value << 16 - precision) + (diagonal ? ONE : 0);
        }

        /** decode_unsigned_subexp_with_ref(). */
        private int recentered(int end, int reference) {
            int value = subexp(end);
            return reference << 1 <= end
                    ? inverse(reference, value)
                    : end - 1 - inverse(end - 1 - reference, value);
        }

        private static int inverse(int reference, int value) {
            if (value > 2 * reference) {
                return value;
            }
            return (value & 1) == 1 ? reference - (value + 1 >> 1) : reference + (value >> 1);
        }

        /** decode_subexp(); numbers have 14 bits at most, so it ends soon. */
        private int subexp(int end) {
            int low = 0;
            for (int i = 0;; i++) {
                int bits = i > 0 ? 3 + i - 1 : 3;
                int step = 1 << bits;
                if (end <= low + 3 * step) {
                    return low + below(end - low);
                }
                if (!flag()) {
                    return low + (int) in.bits(bits);
                }
                low += step;
            }
        }

        private void filmGrain() {
            if (!seq.filmGrain() || !shown && !showable || !flag()) {
                return;
            }
            in.skip(16);
            if (type == INTER && !flag()) {
                in.skip(3);
                return;
            }
            int luma = (int) in.bits(4);
            in.skip(16 * luma);
            boolean fromLuma = !seq.monochrome() && flag();
            int blue = 0;
            int red = 0;
            if (!seq.monochrome() && !fromLuma && !(seq.subsampledBoth() && luma == 0)) {
                blue = (int) in.bits(4);
                in.skip(16 * blue);
                red = (int) in.bits(4);
                in.skip(16 * red);
            }
            in.skip(2);
            int lag = (int) in.bits(2);
            int positions = 2 * lag * (lag + 1);
            in.skip(luma > 0 ? 8 * positions : 0);
            int chromaPositions = luma > 0 ? positions + 1 : positions;
            in.skip(fromLuma || blue > 0 ? 8 * chromaPositions : 0);
            in.skip(fromLuma || red > 0 ? 8 * chromaPositions : 0);
            in.skip(2 + 2);
            in.skip((blue > 0 ? 25 : 0) + (red > 0 ? 25 : 0));
            in.skip(2);
        }
    }
}
