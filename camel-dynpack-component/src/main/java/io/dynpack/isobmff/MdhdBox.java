package io.dynpack.isobmff;

/**
 * {@code mdhd}, the media header (ISO/IEC 14496-12, 8.4.2).
 *
 * @param timescale ticks per second of the media, at least 1
 * @param duration  in that timescale; 0 or all ones where unknown
 * @param language  ISO 639-2/T, three lower-case letters; {@code und} where the file has none
 */
public record MdhdBox(long timescale, long duration, String language) {

    public static MdhdBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3 + (version == 1 ? 16 : 8));
        long timescale = in.u32();
        long duration = version == 1 ? in.i64() : in.u32();
        if (timescale == 0) {
            throw box.error("timescale is 0");
        }
        return new MdhdBox(timescale, duration, language(in.u16()));
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.MDHD, 0, 0);
        out.u32(0).u32(0).u32(timescale).u32(duration).u16(packed(language)).u16(0);
        out.end(mark);
    }

    /** QuickTime's Macintosh codes (below 0x400) and anything that is not three letters count as undetermined. */
    private static String language(int packed) {
        char[] letters = new char[3];
        for (int i = 0; i < 3; i++) {
            int letter = (packed >> 10 - 5 * i & 0x1f) + 0x60;
            if (letter < 'a' || letter > 'z') {
                return "und";
            }
            letters[i] = (char) letter;
        }
        return new String(letters);
    }

    private static int packed(String language) {
        String code = language.length() == 3 && language.chars().allMatch(c -> c >= 'a' && c <= 'z') ? language : "und";
        return code.charAt(0) - 0x60 << 10 | code.charAt(1) - 0x60 << 5 | code.charAt(2) - 0x60;
    }
}
