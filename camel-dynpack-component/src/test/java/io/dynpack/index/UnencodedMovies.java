package io.dynpack.index;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

/** Files of codecs that ffmpeg does not encode: true sample entries, and samples of any bytes; four seconds each. */
public final class UnencodedMovies {
    /** Main 10, level 3.1, frames alone. */
    public static final String VVCC = "00000000 ff 0011 5f 01 02 33 80 00 0500 02d0 0000 00";
    /** 48 kHz, stereo, frames of 1024. */
    public static final String USAC = "f94643220500";
    /** 5.1. */
    public static final String DAC4 = "20a40120003e801fffffffe0010ffb8400004800008e501000008e0000";
    /** Profile and level 0x0d, 5.1. */
    public static final String MHAC = "010d060000";
    /** Stereo, coded with Opus. */
    public static final String IACB = "012af80669616d6600000014004f707573c007fffc010201380000bb80000000080a00000001000020100101";

    private UnencodedMovies() {}

    /** By the name of the codec. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> files = new TreeMap<>();
        TestMovie video = new TestMovie();
        video.video().timescale(25).entry(TestEntries.visual("vvc1", 1280, 720, box("vvcC", VVCC))).frames(100, 1, 25);
        files.put("vvc1", video.progressive());
        // random access points every 50 frames, so that fragments of 94 would begin anywhere
        files.put("usac", sound(TestEntries.mp4a(48000, 2, USAC), 188, 1024, 50));
        files.put("ac-4", sound(TestEntries.sound("ac-4", 48000, 6, "dac4", DAC4), 100, 1920, 25));
        files.put("mhm1", sound(TestEntries.sound("mhm1", 48000, 6, "mhaC", MHAC), 188, 1024, 47));
        files.put("iamf", sound(TestEntries.sound("iamf", 0, 0, "iacb", IACB), 200, 960, 1));
        return files;
    }

    private static byte[] sound(byte[] entry, int frames, long duration, int distance) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(48000).language("eng").entry(entry).frames(frames, duration, distance);
        if (distance == 1) {
            track.stss(TestMovie.Stss.ABSENT);
        }
        return movie.progressive();
    }

    private static byte[] box(String type, String payload) {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of(type));
        return out.bytes(HexFormat.of().parseHex(payload.replace(" ", ""))).end(box).toByteArray();
    }
}
