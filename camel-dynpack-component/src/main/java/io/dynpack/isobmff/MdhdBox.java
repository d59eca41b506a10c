package io.dynpack.isobmff;

/**
 * {@code mdhd}, the media header (ISO/IEC 14496-12, 8.4.2).
 *
 * @param timescale ticks per second of the media, at least 1
 * @param duration  in that timescale; 0 or all ones where unknown
 * @param language  ISO 639-2/T, three lower-case letters; {@code und} where the file has none
 */
public record MdhdBox(long timescale, long duration, String language) {

    /** Languages of QuickTime files by number (QuickTime File Format, language code values). */
    private static final String[] MACINTOSH = """
            eng fra deu ita nld swe spa dan por nor heb jpn ara fin ell isl mlt tur hrv zho urd hin tha kor lit pol hun est lav sme
            fao fas rus zho nld gle sqi ron ces slk slv yid srp mkd bul ukr bel uzb kaz aze aze hye kat ron kir tgk tuk mon mon pus
            kur kas snd bod nep san mar ben asm guj pan ori mal kan tam tel sin mya khm lao vie ind tgl msa msa amh tir orm som swa
            kin run nya mlg epo"""
            .strip().split("\\s+");
    /** Those from number 128 on. */
    private static final String[] MORE_MACINTOSH = """
            cym eus cat lat que grn aym tat uig dzo jav sun glg afr bre iku gla glv gle ton grc kal aze nno""".strip()
            .split("\\s+");
    private static final int MORE = 128;

    /** @param quickTime whether a language may be a number of QuickTime; in MP4, 0 is none rather than English */
    public static MdhdBox read(Box box, boolean quickTime) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3 + (version == 1 ? 16 : 8));
        long timescale = in.u32();
        long duration = version == 1 ? in.i64() : in.u32();
        if (timescale == 0) {
            throw box.error("timescale is 0");
        }
        return new MdhdBox(timescale, duration, language(in.u16(), quickTime));
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.MDHD, 0, 0);
        out.u32(0).u32(0).u32(timescale).u32(duration).u16(packed(language)).u16(0);
        out.end(mark);
    }

    /** Anything that is neither three letters nor, below those, a number of QuickTime counts as undetermined. */
    private static String language(int packed, boolean quickTime) {
        if (quickTime && packed < MACINTOSH.length) {
            return MACINTOSH[packed];
        }
        if (quickTime && packed >= MORE && packed < MORE + MORE_MACINTOSH.length) {
            return MORE_MACINTOSH[packed - MORE];
        }
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
