package io.dynpack.tests.media;

import java.util.List;

/**
 * The access units of one track, in file order.
 *
 * @param kind     {@code video}, {@code audio} or {@code subtitle}
 * @param codec    ffmpeg's name of the codec
 * @param language as stored, {@code und} if not
 * @param units    access units
 */
public record Track(String kind, String codec, String language, List<AccessUnit> units) {}
