package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

import io.dynpack.isobmff.TencBox;

/**
 * {@code cbcs}: AES in CBC mode over some of the blocks of each protected run, begun anew with one initialization vector for each of
 * them; what is no whole block stays clear (ISO/IEC 23001-7, 9.6 and 10.4).
 */
final class PatternTransform extends CipherTransform {

    PatternTransform(EncryptedRun run, int from, int to) {
        super(run, from, to);
    }

    @Override
    Pass begin(ByteBuffer target) throws GeneralSecurityException {
        return new Pattern(target, run());
    }

    private static final class Pattern extends Pass {
        /** Encrypted blocks, bytes, of a pattern. */
        private final int crypt;
        /** Bytes of a whole pattern. */
        private final int period;
        /**
         * What the first block of a run is combined with: the vector, and what the cipher is going to combine it with, which is the
         * last block before it. So the cipher need not be begun anew, which costs more than most runs.
         */
        private final byte[] correction = new byte[BLOCK];
        private final byte[] vector;

        Pattern(ByteBuffer target, EncryptedRun run) throws GeneralSecurityException {
            super("AES/CBC/NoPadding", target);
            TencBox encryption = run.track().encryption();
            boolean all = encryption.cryptBlocks() == 0;
            this.crypt = BLOCK * (all ? 1 : encryption.cryptBlocks());
            this.period = all ? BLOCK : crypt + BLOCK * encryption.skipBlocks();
            this.vector = run.key().iv();
            cipher().init(Cipher.ENCRYPT_MODE, run.key().aes(), new IvParameterSpec(vector));
        }

        @Override
        void sample(int sample) {
            // every run is begun anew
        }

        @Override
        void encrypt(int position, int length) throws GeneralSecurityException {
            int last = position + length - BLOCK;
            int at = position;
            boolean first = true;
            while (at <= last) {
                int from = at;
                int count = 0;
                while (at <= last && count < clear().length) {
                    target().get(at, clear(), count, BLOCK);
                    count += BLOCK;
                    at = next(at, position);
                }
                if (first) {
                    for (int i = 0; i < BLOCK; i++) {
                        clear()[i] ^= correction[i];
                    }
                    first = false;
                }
                encryptChunk(count);
                int to = from;
                for (int i = 0; i < count; i += BLOCK) {
                    target().put(to, encrypted(), i, BLOCK);
                    to = next(to, position);
                }
                for (int i = 0; i < BLOCK; i++) {
                    correction[i] = (byte) (encrypted()[count - BLOCK + i] ^ vector[i]);
                }
            }
        }

        /** The encrypted block behind one. */
        private int next(int at, int position) {
            int behind = at + BLOCK;
            return (behind - position) % period < crypt ? behind : behind + period - crypt;
        }
    }
}
