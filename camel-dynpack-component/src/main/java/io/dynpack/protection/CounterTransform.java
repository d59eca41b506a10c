package io.dynpack.protection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

import org.jspecify.annotations.Nullable;

/**
 * {@code cenc}: AES in counter mode, which goes on from one protected run of a sample to the next (ISO/IEC 23001-7, 10.1).
 *
 * <p>
 * Every sample has a vector of its own, and a cipher that begins anew costs as much as it takes to encrypt a kilobyte. So
 * the blocks that count are written here for as many runs as there is room for, and become their key stream in one call; a run
 * that is long enough has a call of counter mode to itself.
 */
final class CounterTransform extends CipherTransform {
    /**
     * Bytes of a run that pays for a cipher which begins anew. More do where a processor encrypts many blocks at a time, but
     * not on others.
     */
    private static final int LONG_RUN = 2 << 10;

    CounterTransform(EncryptedRun run, int from, int to) {
        super(run, from, to);
    }

    @Override
    Pass begin() {
        return new Counter(run());
    }

    private static final class Counter extends Pass {
        private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        /** Runs that are gathered at most: one takes a block at least. */
        private static final int RUNS = CHUNK / BLOCK;

        private final EncryptedRun run;
        private final SecretKey key;
        /** Made for the first run that needs it, as most need one of the two. */
        private @Nullable Cipher blocks;
        private @Nullable Cipher counter;
        private final byte[] clear = new byte[CHUNK];
        private final byte[] encrypted = new byte[CHUNK];
        private final byte[] vector = new byte[BLOCK];
        private long iv;
        /** Of the sample, the block of its key stream that comes next. */
        private long block;

        /** Where gathered runs lie, how long they are, and where their key stream begins in {@link #encrypted}. */
        private final @Nullable ByteBuffer[] targets = new ByteBuffer[RUNS];
        private final int[] positions = new int[RUNS];
        private final int[] lengths = new int[RUNS];
        private final int[] streams = new int[RUNS];
        private int gathered;
        /** Bytes of counting blocks in {@link #clear}. */
        private int counting;

        Counter(EncryptedRun run) {
            this.run = run;
            this.key = run.key();
        }

        @Override
        void sample(int sample) {
            iv = run.iv(sample);
            block = 0;
        }

        /** All runs of a sample are of whole blocks but for the last, so that each begins with a block of the key stream. */
        @Override
        void encrypt(ByteBuffer target, int position, int length) throws GeneralSecurityException {
            if (length >= LONG_RUN) {
                encryptLong(target, position, length);
                return;
            }
            for (int at = 0; at < length;) {
                int count = Math.min(length - at, CHUNK - counting);
                targets[gathered] = target;
                positions[gathered] = position + at;
                lengths[gathered] = count;
                streams[gathered++] = counting;
                for (int end = counting + count; counting < end; counting += BLOCK) {
                    count(clear, counting);
                }
                at += count;
                if (counting == CHUNK) {
                    encryptGathered();
                }
            }
        }

        private void encryptLong(ByteBuffer target, int position, int length) throws GeneralSecurityException {
            // the arrays are needed
            encryptGathered();
            count(vector, 0);
            Cipher cipher = counter == null ? Cipher.getInstance("AES/CTR/NoPadding") : counter;
            counter = cipher;
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
            for (int at = 0; at < length; at += CHUNK) {
                int count = Math.min(length - at, CHUNK);
                target.get(position + at, clear, 0, count);
                update(cipher, clear, count, encrypted);
                target.put(position + at, encrypted, 0, count);
            }
            block += (length - 1) / BLOCK;
        }

        /** Writes the block that comes next. */
        private void count(byte[] into, int at) {
            LONGS.set(into, at, iv);
            LONGS.set(into, at + Long.BYTES, block++);
        }

        @Override
        void end() throws GeneralSecurityException {
            encryptGathered();
            Arrays.fill(targets, null);
        }

        private void encryptGathered() throws GeneralSecurityException {
            if (gathered == 0) {
                return;
            }
            if (blocks == null) {
                blocks = Cipher.getInstance("AES/ECB/NoPadding");
                blocks.init(Cipher.ENCRYPT_MODE, key);
            }
            update(blocks, clear, counting, encrypted);
            for (int i = 0; i < gathered; i++) {
                Objects.requireNonNull(targets[i]).get(positions[i], clear, streams[i], lengths[i]);
            }
            for (int i = 0; i < counting; i++) {
                clear[i] ^= encrypted[i];
            }
            for (int i = 0; i < gathered; i++) {
                Objects.requireNonNull(targets[i]).put(positions[i], clear, streams[i], lengths[i]);
            }
            gathered = 0;
            counting = 0;
        }
    }
}
