package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * Text that is shown for a while.
 *
 * @param start    ticks of 10 MHz, at least 0
 * @param end      ticks of 10 MHz, behind the start
 * @param id       its name, without line breaks and {@code -->}; {@code null} for none
 * @param settings where it stands
 * @param text     as a WebVTT cue has it (section 4.2.2), not empty, without empty lines and {@code -->}; lines end with LF
 */
public record Cue(long start, long end, @Nullable String id, CueSettings settings, String text) {}
