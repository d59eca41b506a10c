package io.dynpack.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What the samples of a text track are written in.
 *
 * @param form   by sample entry
 * @param forced whether all of its text is shown although nobody asked for subtitles (QuickTime's display flags of {@code tx3g})
 */
public record TextCodec(Form form, boolean forced) implements Codec {
    /** Where the display flags lie in an entry of {@code tx3g}, behind its data reference. */
    private static final int DISPLAY_FLAGS = 8;
    /** All samples are forced. */
    private static final int ALL_FORCED = 0x80000000;

    /** Sample entries of text; in the order in which they came to be served. */
    public enum Form {
        /** WebVTT (ISO/IEC 14496-30, 7). */
        WVTT("wvtt"),
        /** A document of TTML in each sample (ISO/IEC 14496-30, 6). */
        STPP("stpp"),
        /** Timed text of 3GPP (TS 26.245), which ffmpeg calls {@code mov_text}. */
        TX3G("tx3g"),
        /** Line 21 captions (QuickTime File Format, closed captioning). */
        C608("c608");

        private final String sampleEntry;

        Form(String sampleEntry) {
            this.sampleEntry = sampleEntry;
        }

        public String sampleEntry() {
            return sampleEntry;
        }

        /** {@code null} for entries that hold no text, or text that is not served. */
        public static @Nullable Form of(String sampleEntry) {
            for (Form form : values()) {
                if (form.sampleEntry.equals(sampleEntry)) {
                    return form;
                }
            }
            return null;
        }
    }

    /**
     * @param payload of the sample entry
     * @throws CodecException where the entry ends too early
     */
    public static TextCodec of(Form form, ByteBuffer payload) {
        boolean flagged = form == Form.TX3G;
        if (payload.remaining() < DISPLAY_FLAGS + (flagged ? Integer.BYTES : 0)) {
            throw new CodecException(form.sampleEntry + " ends after " + payload.remaining() + " bytes");
        }
        return new TextCodec(form, flagged && (payload.getInt(payload.position() + DISPLAY_FLAGS) & ALL_FORCED) != 0);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return form.sampleEntry;
    }

    @Override
    public String family() {
        return form.sampleEntry;
    }
}
