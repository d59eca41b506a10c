package io.dynpack.segment.cmaf;

import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.FtypBox;

/** The brands that make the difference between CMAF and CSF; everything else is equal. */
public enum Flavour {
    /** ISO/IEC 23000-19, 7.2. */
    CMAF(brands("cmfc", "cmfc", "iso6", "dash"), brands("cmfs", "cmfs", "msdh", "iso6")),
    /** Common Streaming Format: the ISO BMFF live profile of ISO/IEC 23009-1, 8.4. */
    CSF(brands("ccff", "ccff", "iso6", "dash"), brands("msdh", "msdh", "iso6"));

    private final FtypBox initialization;
    private final FtypBox media;

    Flavour(FtypBox initialization, FtypBox media) {
        this.initialization = initialization;
        this.media = media;
    }

    private static FtypBox brands(String major, String... compatible) {
        return new FtypBox(Fourcc.of(major), 0, java.util.Arrays.stream(compatible).map(Fourcc::of).toList());
    }

    /** Content of {@code ftyp}. */
    public FtypBox initialization() {
        return initialization;
    }

    /** Content of {@code styp}. */
    public FtypBox media() {
        return media;
    }
}
