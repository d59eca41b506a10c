package io.dynpack.presentation;

import java.util.List;

/**
 * Where the fragments of a stream begin.
 *
 * @param reference ordinal of the level whose times are the stream's
 * @param kept      ordinals of the levels that follow, the reference among them, ascending
 * @param samples   for each kept level the first sample of each fragment and, behind the last one, the end
 */
record Cuts(int reference, List<Integer> kept, List<int[]> samples) {}
