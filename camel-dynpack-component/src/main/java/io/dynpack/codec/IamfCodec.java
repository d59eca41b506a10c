package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Immersive audio in {@code iamf} (Immersive Audio Model and Formats, clause 6): elements that a player renders to the speakers it
 * has, coded with a codec of its own.
 *
 * @param primaryProfile    of players that can play all of it, 0 to 255
 * @param additionalProfile of players that can play it too
 * @param coding            entry of a {@code codecs} parameter of the codec inside: {@code Opus}, {@code mp4a.40.2},
 *                          {@code fLaC}, {@code ipcm}
 * @param frameLength       samples of a frame
 * @param sampleRate        Hz
 * @param rollDistance      audio_roll_distance: frames that a decoder needs in front, 0 or negative
 * @param channels          of the element that has most
 * @param channelConfiguration of that element, of ISO/IEC 23091-3; 0 where it has no number for it
 */
public record IamfCodec(int primaryProfile, int additionalProfile, String coding, int frameLength, int sampleRate,
        int rollDistance, int channels, int channelConfiguration) implements AudioCodec {

    /**
     * @param iacb payload of the box, IAConfigurationBox; its position stays
     */
    public static IamfCodec of(ByteBuffer iacb) {
        return IamfDescriptors.read(iacb).codec();
    }

    /** Immersive Audio Model and Formats, 6.4. */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        return String.format(Locale.ROOT, "iamf.%03d.%03d.%s", primaryProfile, additionalProfile, coding);
    }

    @Override
    public String family() {
        return "iamf";
    }

    @Override
    public int preRoll() {
        return (int) (-(long) rollDistance * frameLength * 1000 / sampleRate);
    }
}
