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

import io.dynpack.isobmff.TencBox;

/**
 * {@code cbcs}: AES in CBC mode over each block, or one block of a pattern, of each protected run, begun anew with one
 * initialization vector for each run; what is no whole block stays clear (ISO/IEC 23001-7, 9.6 and 10.4).
 *
 * <p>
 * Each block of a chain waits for the one before, which leaves most of the processor idle. Runs do not wait for each other, so
 * the next blocks of many go into one call, without a mode, and what chains them is done here.
 */
final class PatternTransform extends CipherTransform {

    PatternTransform(EncryptedRun run, int from, int to) {
        super(run, from, to);
    }

    @Override
    Pass begin() throws GeneralSecurityException {
        return new Pattern(run());
    }

    private static final class Pattern extends Pass {
        /** A block is two of them, which are copied in a fraction of the time that a copy of bytes takes. */
        private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
        /** Runs side by side: more gain nothing. */
        private static final int LANES = 256;
        /** So few are faster one after the other, in calls that chain. */
        private static final int FEW = 3;

        private final SecretKey key;
        private final byte[] vector;
        /** Bytes from one encrypted block to the next. */
        private final int period;

        private final Cipher blocks = Cipher.getInstance("AES/ECB/NoPadding");
        /** Runs as they come: where they lie, and the number of their blocks in front of their own. */
        private final @Nullable ByteBuffer[] targets = new ByteBuffer[LANES];
        private final int[] starts = new int[LANES];
        private final long[] runs = new long[LANES];
        private int lanes;
        /** The same with the longest first, so that those with more blocks are in front. */
        private final @Nullable ByteBuffer[] ordered = new ByteBuffer[LANES];
        private final int[] positions = new int[LANES];
        private final int[] counts = new int[LANES];
        private final byte[] next = new byte[LANES * BLOCK];
        /** Of each lane the block that the next one is chained to. */
        private final byte[] last = new byte[LANES * BLOCK];

        /** Made for the first run that is alone. */
        private @Nullable Cipher chain;
        private final byte[] clear = new byte[CHUNK];
        private final byte[] encrypted = new byte[CHUNK];
        /** What {@link #chain} chains its next block to. */
        private final byte[] chained = new byte[BLOCK];

        Pattern(EncryptedRun run) throws GeneralSecurityException {
            TencBox encryption = run.track().encryption();
            if (encryption.cryptBlocks() > 1) {
                throw new IllegalArgumentException("a pattern of " + encryption.cryptBlocks() + " encrypted blocks in a row");
            }
            this.period = BLOCK * (1 + encryption.skipBlocks());
            this.vector = run.constantIv();
            this.key = run.key();
            blocks.init(Cipher.ENCRYPT_MODE, key);
        }

        @Override
        void sample(int sample) {
            // every run is begun anew
        }

        @Override
        void encrypt(ByteBuffer target, int position, int length) throws GeneralSecurityException {
            if (length >= BLOCK) {
                targets[lanes] = target;
                starts[lanes] = position;
                runs[lanes] = (long) ((length - BLOCK) / period + 1) << Integer.SIZE | lanes;
                if (++lanes == LANES) {
                    encryptLanes();
                }
            }
        }

        @Override
        void end() throws GeneralSecurityException {
            encryptLanes();
            Arrays.fill(targets, null);
            Arrays.fill(ordered, null);
        }

        private void encryptLanes() throws GeneralSecurityException {
            Arrays.sort(runs, 0, lanes);
            for (int lane = 0; lane < lanes; lane++) {
                long run = runs[lanes - 1 - lane];
                ordered[lane] = targets[(int) run];
                positions[lane] = starts[(int) run];
                counts[lane] = (int) (run >>> Integer.SIZE);
                System.arraycopy(vector, 0, last, lane * BLOCK, BLOCK);
            }
            int block = 0;
            for (int left = going(lanes, block); left >= FEW; left = going(left, ++block)) {
                for (int lane = 0, i = 0; lane < left; lane++, i += BLOCK) {
                    ByteBuffer target = target(lane);
                    int at = positions[lane] + block * period;
                    LONGS.set(next, i, target.getLong(at) ^ (long) LONGS.get(last, i));
                    LONGS.set(next, i + Long.BYTES, target.getLong(at + Long.BYTES) ^ (long) LONGS.get(last, i + Long.BYTES));
                }
                update(blocks, next, left * BLOCK, last);
                for (int lane = 0, i = 0; lane < left; lane++, i += BLOCK) {
                    ByteBuffer target = target(lane);
                    int at = positions[lane] + block * period;
                    target.putLong(at, (long) LONGS.get(last, i));
                    target.putLong(at + Long.BYTES, (long) LONGS.get(last, i + Long.BYTES));
                }
            }
            for (int lane = 0; lane < going(lanes, block); lane++) {
                encryptAlone(lane, block);
            }
            lanes = 0;
        }

        private ByteBuffer target(int lane) {
            return Objects.requireNonNull(ordered[lane]);
        }

        /** How many of the first lanes have a block of this number. */
        private int going(int most, int block) {
            int left = most;
            while (left > 0 && counts[left - 1] <= block) {
                left--;
            }
            return left;
        }

        /** Encrypts the blocks of a lane from one on. */
        private void encryptAlone(int lane, int block) throws GeneralSecurityException {
            Cipher cipher = chain;
            if (cipher == null) {
                cipher = Cipher.getInstance("AES/CBC/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
                System.arraycopy(vector, 0, chained, 0, BLOCK);
                chain = cipher;
            }
            ByteBuffer target = target(lane);
            int at = positions[lane] + block * period;
            for (int left = counts[lane] - block; left > 0;) {
                int count = Math.min(left * BLOCK, CHUNK);
                gather(target, at, count);
                // the cipher goes on from the run before; it need not begin anew where that is taken out again
                for (int i = 0; i < BLOCK; i++) {
                    clear[i] ^= last[lane * BLOCK + i] ^ chained[i];
                }
                update(cipher, clear, count, encrypted);
                scatter(target, at, count);
                System.arraycopy(encrypted, count - BLOCK, chained, 0, BLOCK);
                System.arraycopy(chained, 0, last, lane * BLOCK, BLOCK);
                at += count / BLOCK * period;
                left -= count / BLOCK;
            }
        }

        private void gather(ByteBuffer source, int from, int count) {
            if (period == BLOCK) {
                source.get(from, clear, 0, count);
                return;
            }
            for (int i = 0, at = from; i < count; i += BLOCK, at += period) {
                LONGS.set(clear, i, source.getLong(at));
                LONGS.set(clear, i + Long.BYTES, source.getLong(at + Long.BYTES));
            }
        }

        private void scatter(ByteBuffer target, int to, int count) {
            if (period == BLOCK) {
                target.put(to, encrypted, 0, count);
                return;
            }
            for (int i = 0, at = to; i < count; i += BLOCK, at += period) {
                target.putLong(at, (long) LONGS.get(encrypted, i));
                target.putLong(at + Long.BYTES, (long) LONGS.get(encrypted, i + Long.BYTES));
            }
        }
    }
}
