package io.dynpack.codec;

/** Bits end before what they begin does: it is damaged, or there was no more of it to be read. */
final class CutOffException extends CodecException {
    private static final long serialVersionUID = 1L;

    /** @param what ends too early */
    CutOffException(String what) {
        super(what + " ends too early");
    }
}
