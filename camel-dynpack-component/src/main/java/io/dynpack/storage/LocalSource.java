package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A source that gives many small ranges at the cost of little more than a look at them: a file. */
public interface LocalSource extends Source {

    /**
     * Fills {@code target} with the bytes of the ranges, one behind the other. Where the file was read lately, its pages are in
     * memory, and it is done when this returns; otherwise a worker of the storage waits for the disk. The version is checked
     * after the last byte was copied, so a target that was filled holds bytes of this version and no other, and keeps them.
     *
     * @param starts first byte of each range
     * @param ends   exclusive end of each, behind its start
     * @param target direct; its remaining bytes are exactly those of the ranges. Its position stays, its content is of no meaning
     *               unless the future completes normally; until then nobody else may touch it
     */
    CompletableFuture<Void> readInto(long[] starts, long[] ends, ByteBuffer target);

    /**
     * The ranges where they are, for whoever makes something of them and need not copy them first. As in {@link #readInto},
     * {@code starts} and {@code ends} are in the order in which the bytes are wanted.
     *
     * @return {@code null} where they may have to come from the disk, or cannot be seen in place: then read them
     */
    View view(long[] starts, long[] ends);

    /** Ranges of a source that can be looked at where they are. */
    interface View {

        /**
         * Shows the bytes. The version is checked when {@code looking} is over: what it made of them is good only if this
         * returns.
         *
         * <p>
         * The buffers are to be read by {@link ByteBuffer#put(int, ByteBuffer, int, int)} into another one and by nothing else,
         * also where it is about a single byte. Should the file be cut short, other ways end the virtual machine: it has to decode
         * the instruction that failed, and does not know all of them (JDK 17 knows no {@code testb} with memory, which
         * {@code (get(i) & 0x1f) == 0} becomes).
         *
         * @param looking gets them in order, from position to limit of each buffer, and leaves these as they are. Bytes may change
         *                while it looks, even between two looks at the same one, so it has to end whatever it sees, and may fail
         *                on nonsense. It runs before this returns, on the calling thread, and keeps none of the buffers
         * @throws StorageException.Changed where the source is not what it was, whatever {@code looking} made of it
         * @throws StorageException         where the source was closed or cannot be read
         */
        void look(Consumer<ByteBuffer[]> looking);
    }
}
