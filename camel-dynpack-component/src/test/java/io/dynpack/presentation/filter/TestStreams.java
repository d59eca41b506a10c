package io.dynpack.presentation.filter;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import io.dynpack.index.SourceFile;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TestTracks;

/** Streams as filters see them, and filters in short. */
final class TestStreams {
    static final long SECOND = 10_000_000;
    private static final TrackIndex AVC1 = TestTracks.track(video("avc1"));
    private static final TrackIndex AVC3 = TestTracks.track(video("avc3"));
    private static final TrackIndex MP4A = TestTracks.track(audio());
    private static final FragmentTimeline MINUTE = timeline(0, 60_060_000, 10);

    private TestStreams() {}

    private static TestMovie video(String format) {
        TestMovie movie = new TestMovie();
        movie.video().entry(TestEntries.visual(format, 640, 360, TestEntries.avcC(0x1F, TestEntries.sps(0x1F, 640, 360))))
                .frames(2, 3000, 1);
        return movie;
    }

    private static TestMovie audio() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).audioFrames(2, 1024);
        return movie;
    }

    static Stream video(String name, long... bitrates) {
        return stream(TrackKind.VIDEO, name, "und", null, AVC1, bitrates);
    }

    static Stream avc3(String name, long... bitrates) {
        return stream(TrackKind.VIDEO, name, "eng", null, AVC3, bitrates);
    }

    static Stream audio(String name, String language, String displayName, long... bitrates) {
        return stream(TrackKind.AUDIO, name, language, displayName, MP4A, bitrates);
    }

    static Stream text(String name, String language) {
        return stream(TrackKind.TEXT, name, language, null, MP4A, 1000);
    }

    private static Stream stream(TrackKind kind, String name, String language, String displayName, TrackIndex track,
            long... bitrates) {
        List<Level> levels = Arrays.stream(bitrates)
                .mapToObj(
                        bitrate -> new Level(bitrate, new SourceFile("a.mp4", "1", 1), track, null, new int[0], 0, 0, null, 1,
                                null))
                .toList();
        return new Stream(kind, name, language, null, null, displayName, false, MINUTE, MINUTE, 0, true, levels);
    }

    static Stream withTimeline(Stream stream, FragmentTimeline timeline) {
        return new Stream(stream.kind(), stream.name(), stream.language(), null, null, stream.displayName(), false, timeline,
                timeline, 0, true, stream.levels());
    }

    static Presentation presentation(Stream... streams) {
        return new Presentation(List.of(streams), 1, List.of());
    }

    /** Fragments of one duration that follow each other. */
    static FragmentTimeline timeline(long start, long duration, int count) {
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = start + i * duration;
            ends[i] = starts[i] + duration;
        }
        return new FragmentTimeline(starts, ends);
    }

    static FragmentTimeline seconds(double... startsAndEnds) {
        long[] starts = new long[startsAndEnds.length / 2];
        long[] ends = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Math.round(startsAndEnds[2 * i] * SECOND);
            ends[i] = Math.round(startsAndEnds[2 * i + 1] * SECOND);
        }
        return new FragmentTimeline(starts, ends);
    }

    static TrackPropertyCondition equal(TrackPropertyType property, String value) {
        return new TrackPropertyCondition(property, TrackPropertyCompareOperation.EQUAL, value);
    }

    static TrackPropertyCondition notEqual(TrackPropertyType property, String value) {
        return new TrackPropertyCondition(property, TrackPropertyCompareOperation.NOT_EQUAL, value);
    }

    static Filter tracks(String name, TrackSelection... tracks) {
        return new Filter(Filter.Scope.ASSET, name, PresentationTimeRange.ALL, OptionalLong.empty(), List.of(tracks));
    }

    static Filter times(String name, PresentationTimeRange range) {
        return new Filter(Filter.Scope.ACCOUNT, name, range, OptionalLong.empty(), List.of());
    }

    static Filter firstQuality(String name, long bitrate) {
        return new Filter(Filter.Scope.ACCOUNT, name, PresentationTimeRange.ALL, OptionalLong.of(bitrate), List.of());
    }
}
