package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * Finds in samples of video what common encryption protects. It is given the samples of one run in their order, and of each no
 * more bytes than it asks for.
 *
 * <p>
 * Nothing is ever left clear because it is damaged: what cannot be read is protected. Whoever decrypts it has the same damaged
 * bytes as in the clear. One thread at a time.
 */
public sealed interface SampleLayoutReader permits NalUnitLayoutReader, Av1LayoutReader, Vp9LayoutReader {

    /**
     * Begins the next sample.
     *
     * @param bytes of the sample
     * @param sync  whether it is a sync sample. What is known of samples in front of one is forgotten, so that it does not
     *              matter to any sample with which others it is looked at
     */
    void begin(int bytes, boolean sync);

    /** Where in the sample it wants to read on. */
    int position();

    /** How many bytes from {@link #position} on it has to see, at least; as many as are left of the sample, at most. */
    int needed();

    /**
     * Reads on as far as the bytes reach.
     *
     * @param bytes from {@link #position} on, {@link #needed} of them or more; the buffer's position stays
     * @return whether the sample is over
     */
    boolean read(ByteBuffer bytes);

    /** What was found in all samples so far. */
    SampleLayout layout();
}
