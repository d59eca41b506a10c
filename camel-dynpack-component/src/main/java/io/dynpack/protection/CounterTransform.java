package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/** {@code cenc}: AES in counter mode, which goes on from one protected run of a sample to the next (ISO/IEC 23001-7, 10.1). */
final class CounterTransform extends CipherTransform {

    CounterTransform(EncryptedRun run, int from, int to) {
        super(run, from, to);
    }

    @Override
    Pass begin(ByteBuffer target) throws GeneralSecurityException {
        return new Counter(target, run());
    }

    private static final class Counter extends Pass {
        private final EncryptedRun run;
        private final SecretKey key;
        private final byte[] vector = new byte[BLOCK];
        private int sample;
        private boolean begun;

        Counter(ByteBuffer target, EncryptedRun run) throws GeneralSecurityException {
            super("AES/CTR/NoPadding", target);
            this.run = run;
            this.key = run.key();
        }

        @Override
        void sample(int next) {
            sample = next;
            begun = false;
        }

        @Override
        void encrypt(int position, int length) throws GeneralSecurityException {
            if (!begun) {
                long iv = run.iv(sample);
                for (int i = Long.BYTES - 1; i >= 0; i--) {
                    vector[i] = (byte) iv;
                    iv >>= Byte.SIZE;
                }
                cipher().init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
                begun = true;
            }
            int at = position;
            for (int left = length; left > 0;) {
                int count = Math.min(left, clear().length);
                target().get(at, clear(), 0, count);
                encryptChunk(count);
                target().put(at, encrypted(), 0, count);
                at += count;
                left -= count;
            }
        }
    }
}
