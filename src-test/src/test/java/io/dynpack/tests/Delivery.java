package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Rational;
import io.dynpack.tests.media.SegmentTimes;
import io.dynpack.tests.media.SmoothFragments;
import io.dynpack.tests.media.Track;

/** Fetches what manifests announce; anything but 200 (206 for a byte range) with the announced length is a failure. */
public final class Delivery {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT)
            .build();

    /** The text at an address, UTF-8. */
    public String text(URI uri) {
        return text(uri, true);
    }

    /** @param lengthStated whether the response has to have a {@code Content-Length}, as all of the origin have */
    public String text(URI uri, boolean lengthStated) {
        return new String(bytes(new Segment(uri, -1, -1, 0, 0), lengthStated), StandardCharsets.UTF_8);
    }

    /** The bytes of a segment. */
    public byte[] bytes(Segment segment) {
        return bytes(segment, true);
    }

    private byte[] bytes(Segment segment, boolean lengthStated) {
        HttpRequest.Builder request = HttpRequest.newBuilder(segment.uri()).timeout(LIMIT);
        boolean part = segment.from() >= 0;
        if (part) {
            request.header("Range", "bytes=" + segment.from() + "-" + (segment.from() + segment.length() - 1));
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != (part ? 206 : 200)
                    || response.headers().firstValueAsLong("Content-Length")
                            .orElse(lengthStated ? -1 : response.body().length) != response.body().length) {
                String said = response.statusCode() < 400 ? "" : ": " + new String(response.body(), StandardCharsets.UTF_8);
                throw new AssertionError(
                        response.statusCode() + " " + response.headers().map() + " for " + segment.uri() + said);
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(segment.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at " + segment.uri(), e);
        }
    }

    /** The initialization segment of a rendition and all its segments. */
    public List<byte[]> segments(Rendition rendition) {
        List<byte[]> segments = new ArrayList<>();
        segments.add(bytes(rendition.initialization()));
        rendition.segments().forEach(segment -> segments.add(bytes(segment)));
        return segments;
    }

    /** Every access unit of a rendition, its segments put together as a player does. */
    public Track track(Rendition rendition) {
        List<byte[]> parts = new ArrayList<>();
        if (rendition.initialization() != null) {
            parts.add(bytes(rendition.initialization()));
        }
        for (Segment segment : rendition.segments()) {
            parts.add(bytes(segment));
        }
        List<byte[]> readable = rendition.initialization() != null
                ? parts
                : SmoothFragments.readable(rendition.codecs(), rendition.timescale(), parts);
        List<Track> tracks = AccessUnits.of(readable, Edits.APPLIED);
        if (tracks.size() != 1) {
            throw new AssertionError(tracks.size() + " tracks in " + rendition.id());
        }
        Track track = tracks.get(0);
        List<Rational> times = SegmentTimes.presentation(readable);
        if (times.size() != track.units().size()) {
            throw new AssertionError(track.units().size() + " access units, but " + times.size() + " in the fragments");
        }
        List<AccessUnit> units = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            AccessUnit unit = track.units().get(i);
            units.add(new AccessUnit(times.get(i), unit.decode(), unit.duration(), unit.size(), unit.hash(), unit.sync(),
                    unit.hidden()));
        }
        return new Track(track.kind(), track.codec(), track.language(), List.copyOf(units));
    }
}
