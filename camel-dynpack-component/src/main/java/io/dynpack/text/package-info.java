/**
 * Timed text: WebVTT, SubRip, TTML and the samples of text tracks read into one list of cues, and printed as WebVTT, as IMSC 1
 * Text and as the samples of {@code wvtt}. Works on bytes and strings that are completely there; of a track it knows the
 * samples it is given, of storage nothing.
 */
@NullMarked
package io.dynpack.text;

import org.jspecify.annotations.NullMarked;
