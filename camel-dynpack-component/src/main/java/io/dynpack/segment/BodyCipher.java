package io.dynpack.segment;

import java.nio.ByteBuffer;

/**
 * Encrypts a whole body, its boxes included, after all of it was planned. The same body under the same key gives the same bytes.
 * Safe for use by many threads; a {@link Run} belongs to one.
 */
public interface BodyCipher {

    /** Bytes that a body of so many bytes becomes. */
    long length(long clear);

    /** Begins a body. */
    Run begin();

    /** The encryption of one body, from its first byte on. */
    interface Run {

        /** The most bytes that {@link #update} and {@link #end} write beyond as many as they were given. */
        int overhead();

        /**
         * Encrypts the next bytes of the body, which may write none yet.
         *
         * @param clear  read from position to limit
         * @param target has room for what remains in {@code clear} and {@link #overhead}
         */
        void update(ByteBuffer clear, ByteBuffer target);

        /** Writes what is left when the body has ended. Nothing may follow. */
        void end(ByteBuffer target);
    }
}
