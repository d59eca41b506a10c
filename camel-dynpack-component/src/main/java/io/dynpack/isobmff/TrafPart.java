package io.dynpack.isobmff;

/** A box of a {@code traf} beside its {@code tfhd} and {@code trun}. */
public interface TrafPart {

    /** Bytes of the whole box. */
    int size();

    void write(BoxWriter out);
}
