package io.dynpack.tests.manifest;

import java.net.URI;

/**
 * A media segment that a manifest announces.
 *
 * @param uri      absolute
 * @param from     first byte, or -1 for the whole resource
 * @param length   bytes from there, or -1
 * @param time     start in ticks of the rendition's timescale; in HLS the sum of the durations before it
 * @param duration ticks
 */
public record Segment(URI uri, long from, long length, long time, long duration) {}
