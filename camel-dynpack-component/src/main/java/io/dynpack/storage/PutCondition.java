package io.dynpack.storage;

/** Under which condition {@link Storage#put} writes. */
public sealed interface PutCondition {

    /** Only where no object of that name exists. Of two writers at once exactly one succeeds. */
    record IfAbsent() implements PutCondition {}

    /**
     * Only over this version.
     *
     * @param version of {@link StoredObject#version()}
     */
    record IfMatch(String version) implements PutCondition {}

    /** In any case; the last writer wins. */
    record Always() implements PutCondition {}

    PutCondition IF_ABSENT = new IfAbsent();
    PutCondition ALWAYS = new Always();
}
