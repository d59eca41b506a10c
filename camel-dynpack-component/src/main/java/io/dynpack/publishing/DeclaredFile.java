package io.dynpack.publishing;

import java.nio.ByteBuffer;

/** A document beside the media, as it was found. */
public sealed interface DeclaredFile {

    /** There is none. */
    record Absent() implements DeclaredFile {}

    /** @param bytes JSON, so far as one can tell */
    record Present(ByteBuffer bytes) implements DeclaredFile {}

    /** @param reason a clause such as {@code is longer than …} */
    record Unreadable(String reason) implements DeclaredFile {}
}
