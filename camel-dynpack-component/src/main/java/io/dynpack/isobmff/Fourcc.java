package io.dynpack.isobmff;

/** Four-character codes as the 32-bit integers that lie in files (ISO/IEC 14496-12, 4.2). */
public final class Fourcc {
    public static final int FTYP = of("ftyp");
    public static final int STYP = of("styp");
    public static final int MOOV = of("moov");
    public static final int MVHD = of("mvhd");
    public static final int TRAK = of("trak");
    public static final int TKHD = of("tkhd");
    public static final int EDTS = of("edts");
    public static final int ELST = of("elst");
    public static final int MDIA = of("mdia");
    public static final int MDHD = of("mdhd");
    public static final int HDLR = of("hdlr");
    public static final int MHLR = of("mhlr");
    public static final int MINF = of("minf");
    public static final int VMHD = of("vmhd");
    public static final int SMHD = of("smhd");
    public static final int DINF = of("dinf");
    public static final int DREF = of("dref");
    public static final int URL = of("url ");
    public static final int STBL = of("stbl");
    public static final int STSD = of("stsd");
    public static final int STTS = of("stts");
    public static final int CTTS = of("ctts");
    public static final int STSC = of("stsc");
    public static final int STSZ = of("stsz");
    public static final int STZ2 = of("stz2");
    public static final int STCO = of("stco");
    public static final int CO64 = of("co64");
    public static final int STSS = of("stss");
    public static final int SGPD = of("sgpd");
    public static final int SBGP = of("sbgp");
    public static final int ROLL = of("roll");
    public static final int PROL = of("prol");
    public static final int MVEX = of("mvex");
    public static final int TREX = of("trex");
    public static final int MOOF = of("moof");
    public static final int MFHD = of("mfhd");
    public static final int TRAF = of("traf");
    public static final int TFHD = of("tfhd");
    public static final int TFDT = of("tfdt");
    public static final int TRUN = of("trun");
    public static final int SIDX = of("sidx");
    public static final int MDAT = of("mdat");
    public static final int UUID = of("uuid");
    public static final int WAVE = of("wave");
    public static final int CHNL = of("chnl");
    public static final int SRAT = of("srat");
    public static final int VIDE = of("vide");
    public static final int SOUN = of("soun");
    public static final int ENCV = of("encv");
    public static final int ENCA = of("enca");
    public static final int SINF = of("sinf");
    public static final int FRMA = of("frma");
    public static final int SCHM = of("schm");
    public static final int SCHI = of("schi");
    public static final int TENC = of("tenc");
    public static final int PSSH = of("pssh");
    public static final int SENC = of("senc");
    public static final int SAIZ = of("saiz");
    public static final int SAIO = of("saio");

    private Fourcc() {}

    /** @param code exactly four characters of Latin-1 */
    public static int of(String code) {
        if (code.length() != 4) {
            throw new IllegalArgumentException("not four characters: " + code);
        }
        return code.charAt(0) << 24 | code.charAt(1) << 16 | code.charAt(2) << 8 | code.charAt(3);
    }

    /** The code as text; characters that are not printable ASCII appear as {@code .}. */
    public static String text(int code) {
        char[] text = new char[4];
        for (int i = 0; i < 4; i++) {
            int c = code >>> 24 - 8 * i & 0xff;
            text[i] = c >= 0x20 && c < 0x7f ? (char) c : '.';
        }
        return new String(text);
    }
}
