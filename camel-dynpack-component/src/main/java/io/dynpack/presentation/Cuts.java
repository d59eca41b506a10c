package io.dynpack.presentation;

import java.util.List;
import java.util.Map;

/**
 * Where the fragments of a stream begin.
 *
 * @param reference ordinal of the level whose times are the stream's
 * @param kept      ordinals of the levels that follow, the reference among them, ascending
 * @param samples   for each kept level the first sample of each fragment and, behind the last one, the end
 * @param leftOut   for each other level why, as the end of a sentence
 */
record Cuts(int reference, List<Integer> kept, List<int[]> samples, Map<Integer, String> leftOut) {}
