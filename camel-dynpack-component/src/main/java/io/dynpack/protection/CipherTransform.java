package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Cipher;

import io.dynpack.segment.SegmentTransform;

/**
 * Encrypts some samples of a run: they are copied whole, and then what is protected of them is replaced. Ciphers of the Java
 * platform work on arrays, so they get a few kilobytes at a time.
 */
abstract sealed class CipherTransform implements SegmentTransform permits CounterTransform, PatternTransform {
    static final int BLOCK = 16;
    /** Two such arrays stay in the cache beside the processor. */
    private static final int CHUNK = 8 << 10;

    private final EncryptedRun run;
    private final int from;
    private final int to;
    private final int length;

    /**
     * @param from first sample
     * @param to   exclusive end
     */
    CipherTransform(EncryptedRun run, int from, int to) {
        this.run = run;
        this.from = from;
        this.to = to;
        long sum = 0;
        for (int sample = from; sample < to; sample++) {
            sum += run.size(sample);
        }
        this.length = Math.toIntExact(sum);
    }

    final EncryptedRun run() {
        return run;
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final void write(List<ByteBuffer[]> sources, ByteBuffer target) {
        int at = target.position();
        for (ByteBuffer part : sources.get(0)) {
            target.put(part.duplicate());
        }
        try {
            Pass pass = begin(target.duplicate());
            for (int sample = from; sample < to; sample++) {
                pass.sample(sample);
                int position = at;
                for (int i = 0; i < run.subsampleCount(sample); i++) {
                    position += run.clearBytes(sample, i);
                    int data = run.protectedBytes(sample, i);
                    if (data > 0) {
                        pass.encrypt(position, data);
                    }
                    position += data;
                }
                at += run.size(sample);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    abstract Pass begin(ByteBuffer target) throws GeneralSecurityException;

    /** One pass over the samples; used by one thread and dropped. */
    abstract static class Pass {
        private final Cipher cipher;
        private final ByteBuffer target;
        private final byte[] clear = new byte[CHUNK];
        private final byte[] encrypted = new byte[CHUNK];

        Pass(String transformation, ByteBuffer target) throws GeneralSecurityException {
            this.cipher = Cipher.getInstance(transformation);
            this.target = target;
        }

        final Cipher cipher() {
            return cipher;
        }

        final ByteBuffer target() {
            return target;
        }

        final byte[] clear() {
            return clear;
        }

        final byte[] encrypted() {
            return encrypted;
        }

        /** Encrypts the first bytes of {@link #clear}, as many whole blocks, or as many bytes of counter mode. */
        final void encryptChunk(int count) throws GeneralSecurityException {
            int made = cipher.update(clear, 0, count, encrypted, 0);
            if (made != count) {
                throw new GeneralSecurityException(cipher.getAlgorithm() + " made " + made + " bytes of " + count);
            }
        }

        /** Begins the next sample. */
        abstract void sample(int sample) throws GeneralSecurityException;

        /** Encrypts a protected run of the sample in its place. */
        abstract void encrypt(int position, int length) throws GeneralSecurityException;
    }
}
