package io.dynpack.index;

/**
 * What the index of one file may take: tables state any number of samples at the cost of a few bytes, and tracks too. Counts what
 * is taken while the index is made; the first byte too much refuses the file. Used by one thread.
 */
final class IndexRoom {
    /** Of the heap. With half a gigabyte of it, a day of video with sound has room. */
    private static final int PART = 32;
    /** Bytes of heap for each sample: besides its bytes, a sample costs time wherever a track is looked at. */
    private static final int HEAP_OF_A_SAMPLE = 64;
    /** Without a byte, or of bytes that two tracks share. */
    private static final int FREE_SAMPLES = 1 << 16;
    /** Audio in every language of the world, several times. */
    private static final int MAX_TRACKS = 1000;
    private static final long MEGABYTE = 1 << 20;

    private final SourceFile file;
    private final long heap;
    private final long maxBytes;
    private final long maxSamples;
    private long bytes;
    private long samples;
    private int tracks;

    /** @param heap bytes that the heap may grow to */
    IndexRoom(SourceFile file, long heap) {
        this.file = file;
        this.heap = heap;
        this.maxBytes = heap / PART;
        this.maxSamples = Math.min(heap / HEAP_OF_A_SAMPLE, 2 * Math.min(file.length(), heap) + FREE_SAMPLES);
    }

    static IndexRoom of(SourceFile file) {
        return new IndexRoom(file, Runtime.getRuntime().maxMemory());
    }

    /** @throws MediaFileException where they are too many */
    void takeBytes(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw refused("an index of more than " + maxBytes / MEGABYTE + " MB");
        }
    }

    /** @throws MediaFileException where they are too many */
    void takeSample() {
        takeSamples(1);
    }

    /** @throws MediaFileException where they are too many */
    void takeSamples(int more) {
        samples += more;
        if (samples > maxSamples) {
            if (maxSamples < heap / HEAP_OF_A_SAMPLE) {
                throw new MediaFileException(file.name(), "claims more than " + maxSamples + " samples, which its "
                        + file.length() + " bytes cannot hold", null);
            }
            throw refused("more than " + maxSamples + " samples");
        }
    }

    /** @throws MediaFileException where they are too many */
    void takeTrack() {
        if (++tracks > MAX_TRACKS) {
            throw new MediaFileException(file.name(), "has more than " + MAX_TRACKS + " tracks", null);
        }
    }

    private MediaFileException refused(String what) {
        return new MediaFileException(file.name(), "needs " + what + ", which is too much for a heap of " + heap / MEGABYTE
                + " MB; write the file anew in parts, or give the Java virtual machine more memory (-Xmx) and remove the .dynx"
                + " file beside it", null);
    }
}
