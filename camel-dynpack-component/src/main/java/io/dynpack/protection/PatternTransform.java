package io.dynpack.protection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

import io.dynpack.isobmff.TencBox;

/**
 * {@code cbcs}: AES in CBC mode over each block, or one block of a pattern, of each protected run, begun anew with one
 * initialization vector for each run; what is no whole block stays clear (ISO/IEC 23001-7, 9.6 and 10.4).
 */
final class PatternTransform extends CipherTransform {
    /** A block is two of them, which are copied in a fraction of the time that a copy of bytes takes. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    PatternTransform(EncryptedRun run, int from, int to) {
        super(run, from, to);
    }

    @Override
    Pass begin(ByteBuffer target) throws GeneralSecurityException {
        return new Pattern(target, run());
    }

    private static final class Pattern extends Pass {
        /** Bytes from one encrypted block to the next. */
        private final int period;
        /**
         * What the first block of a run is combined with: the vector, and what the cipher is going to combine it with, which is
         * the last block before it. So the cipher need not be begun anew, which costs more than most runs.
         */
        private final byte[] correction = new byte[BLOCK];
        private final byte[] vector;

        Pattern(ByteBuffer target, EncryptedRun run) throws GeneralSecurityException {
            super("AES/CBC/NoPadding", target);
            TencBox encryption = run.track().encryption();
            if (encryption.cryptBlocks() > 1) {
                throw new IllegalArgumentException("a pattern of " + encryption.cryptBlocks() + " encrypted blocks in a row");
            }
            this.period = BLOCK * (1 + encryption.skipBlocks());
            this.vector = run.constantIv();
            cipher().init(Cipher.ENCRYPT_MODE, run.key(), new IvParameterSpec(vector));
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
                    LONGS.set(clear(), count, target().getLong(at));
                    LONGS.set(clear(), count + Long.BYTES, target().getLong(at + Long.BYTES));
                    count += BLOCK;
                    at += period;
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
                    target().putLong(to, (long) LONGS.get(encrypted(), i));
                    target().putLong(to + Long.BYTES, (long) LONGS.get(encrypted(), i + Long.BYTES));
                    to += period;
                }
                for (int i = 0; i < BLOCK; i++) {
                    correction[i] = (byte) (encrypted()[count - BLOCK + i] ^ vector[i]);
                }
            }
        }
    }
}
