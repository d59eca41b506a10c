package io.dynpack.presentation;

import java.util.List;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;

/** Presentations of movies that were never written. */
public final class TestTracks {
    public static final long SIX_SECONDS = 60_000_000;

    private TestTracks() {}

    public static TrackIndex track(TestMovie movie) {
        return movie.index("movie.mp4").tracks().get(0);
    }

    public static TrackSource source(String file, TestMovie movie, int track, long bitrate, String name) {
        MediaIndex index = movie.index(file);
        return new TrackSource(index.file(), index.tracks().get(track), bitrate, name, null, null, null, null, false);
    }

    public static Presentation present(TrackSource... sources) {
        return new PresentationBuilder(SIX_SECONDS, 3).build(List.of(sources));
    }
}
