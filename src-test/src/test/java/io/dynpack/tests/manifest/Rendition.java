package io.dynpack.tests.manifest;

import java.net.URI;
import java.util.List;

/**
 * One quality of one stream, as a manifest announces it.
 *
 * @param kind           {@code video}, {@code audio}, {@code text} or, for I-frame playlists, {@code iframe}
 * @param id             representation, group and name, or stream name, as the format has it
 * @param language       as stated, empty if not
 * @param bandwidth      bits per second, 0 if not stated
 * @param codecs         as stated: RFC 6381 list, or FourCC and CodecPrivateData with a blank between, empty if not stated
 * @param manifest       the document that lists the segments
 * @param initialization segment of byte range or whole resource; null if the format has none
 * @param timescale      ticks a second of the segments' times
 * @param segments       in order
 */
public record Rendition(String kind, String id, String language, long bandwidth, String codecs, URI manifest,
        Segment initialization, long timescale, List<Segment> segments) {}
