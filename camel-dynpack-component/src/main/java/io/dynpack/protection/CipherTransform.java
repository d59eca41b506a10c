package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Cipher;

import io.dynpack.segment.SegmentTransform;

/**
 * Encrypts some samples of a run where they lie: what is clear of them is not touched. Ciphers of the Java platform work on
 * arrays, so they get a few kilobytes at a time.
 */
abstract sealed class CipherTransform implements SegmentTransform permits CounterTransform, PatternTransform {
    static final int BLOCK = 16;
    /** Two such arrays stay in the cache beside the processor. */
    static final int CHUNK = 8 << 10;

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
        ByteBuffer whole = target.slice(target.position(), length);
        for (ByteBuffer part : sources.get(0)) {
            target.put(part.duplicate());
        }
        encrypt(whole);
    }

    @Override
    public final boolean replace(ByteBuffer[] bytes) {
        if (!isCutAtSamples(bytes)) {
            return false;
        }
        encrypt(bytes);
        return true;
    }

    /** Whether no sample lies in two of the parts. */
    private boolean isCutAtSamples(ByteBuffer[] parts) {
        int sample = from;
        for (ByteBuffer part : parts) {
            int left = part.remaining();
            while (sample < to && run.size(sample) <= left) {
                left -= run.size(sample++);
            }
            if (left > 0) {
                return false;
            }
        }
        return sample == to;
    }

    /** @param parts that no sample crosses */
    private void encrypt(ByteBuffer... parts) {
        try {
            Pass idle = run.spare().getAndSet(null);
            Pass pass = idle == null ? begin() : idle;
            int sample = from;
            for (ByteBuffer part : parts) {
                // of the platform, since blocks are only moved
                ByteBuffer target = part.duplicate().order(ByteOrder.nativeOrder());
                int at = part.position();
                while (sample < to && run.size(sample) <= part.limit() - at) {
                    pass.sample(sample);
                    int position = at;
                    for (int i = 0; i < run.subsampleCount(sample); i++) {
                        position += run.clearBytes(sample, i);
                        int data = run.protectedBytes(sample, i);
                        if (data > 0) {
                            pass.encrypt(target, position, data);
                        }
                        position += data;
                    }
                    at += run.size(sample++);
                }
            }
            pass.end();
            // one that failed half-way is not used again
            run.spare().set(pass);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    abstract Pass begin() throws GeneralSecurityException;

    /** Goes over the samples of one piece after the other; used by one thread at a time. */
    abstract static class Pass {

        /** Begins the next sample. */
        abstract void sample(int sample) throws GeneralSecurityException;

        /**
         * Encrypts a protected run of the sample in its place, at the latest when the piece ends.
         *
         * @param target that holds it, in the byte order of the platform
         */
        abstract void encrypt(ByteBuffer target, int position, int length) throws GeneralSecurityException;

        /** Encrypts what is left of the piece, and holds nothing of it any more. */
        abstract void end() throws GeneralSecurityException;

        /** Encrypts the first bytes of an array into another: as many whole blocks, or as many bytes of counter mode. */
        static void update(Cipher cipher, byte[] clear, int count, byte[] encrypted) throws GeneralSecurityException {
            int made = cipher.update(clear, 0, count, encrypted, 0);
            if (made != count) {
                throw new GeneralSecurityException(cipher.getAlgorithm() + " made " + made + " bytes of " + count);
            }
        }
    }
}
