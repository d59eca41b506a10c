package io.dynpack.tests.media;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The access units of an AAC file in ADTS frames (ISO/IEC 13818-7, 6.2), which can be given an extension: the encoder of ffmpeg
 * makes no high efficiency AAC, but its decoder understands it.
 *
 * @param headers of 7 bytes each
 * @param units   access units
 */
public record AdtsStream(List<byte[]> headers, List<byte[]> units) {

    /** Spectral band replication to 48 kHz: one envelope and one noise floor of 16 and 4 bands. */
    private static final String HEADER = "1101" + "1" + "1" + "0101" + "1001" + "000" + "00" + "00";
    private static final String GRID = "00" + "00" + "1";
    private static final String ENVELOPE = "0010100" + "00".repeat(15);
    private static final String NOISE = "01010" + "0".repeat(3);

    /** Of a single channel. */
    public static final String SBR = HEADER + "0" + GRID + "00" + "00000000" + ENVELOPE + NOISE + "0" + "0";

    /** Of a single channel, with parametric stereo that differs in nothing between left and right. */
    public static final String SBR_WITH_STEREO = HEADER + "0" + GRID + "00" + "00000000" + ENVELOPE + NOISE + "0"
            + "1" + "0011" + "10" + "1" + "1" + "000" + "0" + "0" + "0" + "01" + "0" + "0".repeat(10) + "0";

    /** Of a pair, coupled: the second channel states balances. */
    public static final String SBR_OF_PAIR = HEADER + "0" + "1" + GRID + "00" + "00" + "00000000" + ENVELOPE + NOISE
            + "001010" + "0".repeat(15) + "00101" + "0".repeat(3) + "00" + "0";

    public static AdtsStream read(byte[] file) {
        List<byte[]> headers = new ArrayList<>();
        List<byte[]> units = new ArrayList<>();
        for (int at = 0; at < file.length;) {
            int length = (file[at + 3] & 3) << 11 | (file[at + 4] & 0xff) << 3 | (file[at + 5] & 0xff) >> 5;
            headers.add(Arrays.copyOfRange(file, at, at + 7));
            units.add(Arrays.copyOfRange(file, at + 7, at + length));
            at += length;
        }
        return new AdtsStream(headers, units);
    }

    /** The same sound with a fill element behind the channels of each access unit. */
    public AdtsStream extended(String payload) {
        return new AdtsStream(headers, units.stream().map(unit -> extended(unit, payload)).toList());
    }

    private static byte[] extended(byte[] unit, String payload) {
        StringBuilder bits = new StringBuilder(unit.length * 8 + 400);
        for (byte b : unit) {
            bits.append(Integer.toBinaryString(0x100 | b & 0xff), 1, 9);
        }
        // the last bits that are set are the element that ends the access unit
        bits.setLength(bits.lastIndexOf("111"));
        String padded = payload + "0".repeat(-payload.length() & 7);
        int count = padded.length() / 8;
        bits.append("110");
        bits.append(count < 15
                ? Integer.toBinaryString(0x10 | count).substring(1)
                : "1111" + Integer.toBinaryString(0x100 | count - 14).substring(1));
        bits.append(padded).append("111");
        bits.append("0".repeat(-bits.length() & 7));
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits, i * 8, i * 8 + 8, 2);
        }
        return bytes;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < units.size(); i++) {
            byte[] header = headers.get(i).clone();
            int length = 7 + units.get(i).length;
            header[3] = (byte) (header[3] & 0xfc | length >> 11);
            header[4] = (byte) (length >> 3);
            header[5] = (byte) (length << 5 | header[5] & 0x1f);
            out.writeBytes(header);
            out.writeBytes(units.get(i));
        }
        return out.toByteArray();
    }
}
