package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

import io.dynpack.segment.BodyCipher;

/**
 * AES-128 in cipher block chaining mode over a whole body, padded as PKCS #7 (RFC 5652, 6.3) has it: what {@code METHOD=AES-128}
 * of HLS (RFC 8216bis, 4.4.4.4) and the envelope encryption of Azure Media Services mean. Each body starts anew with the
 * initialization vector of its key.
 */
public final class EnvelopeCipher implements BodyCipher {
    private static final int BLOCK = 16;

    private final ContentKey key;

    public EnvelopeCipher(ContentKey key) {
        this.key = key;
    }

    /** The padding is 1 to 16 bytes: a body of whole blocks gets another one. */
    @Override
    public long length(long clear) {
        return Math.addExact(clear, BLOCK - clear % BLOCK);
    }

    @Override
    public Run begin() {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key.aes(), new IvParameterSpec(key.iv()));
            return new EnvelopeRun(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in cipher block chaining mode", e);
        }
    }

    private record EnvelopeRun(Cipher cipher) implements Run {

        @Override
        public int overhead() {
            return 2 * BLOCK;
        }

        @Override
        public void update(ByteBuffer clear, ByteBuffer target) {
            try {
                cipher.update(clear, target);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the target has no room for what it was promised", e);
            }
        }

        @Override
        public void end(ByteBuffer target) {
            try {
                cipher.doFinal(ByteBuffer.allocate(0), target);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the target has no room for the padding", e);
            }
        }
    }
}
