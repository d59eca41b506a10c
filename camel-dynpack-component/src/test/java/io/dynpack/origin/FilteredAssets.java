package io.dynpack.origin;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.Harbour;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;

/** Assets that filters are tried on. Fragments of video last 6 s or a little more, those of sound 282 frames of 48 kHz: 6.016 s. */
final class FilteredAssets {
    static final int FRAMES_PER_SECOND = 25;
    static final int MINUTE = 60;

    private FilteredAssets() {}

    static Presentation of(String name) {
        return switch (name) {
            case "harbour" -> Harbour.presentation();
            case "seven" -> seven();
            case "concert" -> concert();
            case "radio" -> radio();
            case "gapped" -> gapped();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Seven levels, two below 1 Mbit/s and two of 1080 lines, in four languages. */
    private static Presentation seven() {
        return build(
                video("video", 6_000_000, 1920, 1080, MINUTE), video("video", 4_700_000, 1920, 1080, MINUTE),
                video("video", 3_400_000, 1280, 720, MINUTE), video("video", 1_500_000, 960, 540, MINUTE),
                video("video", 1_000_000, 640, 360, MINUTE), video("video", 650_000, 640, 360, MINUTE),
                video("video", 400_000, 320, 180, MINUTE),
                audio("eng", "eng", "English", 128_000, 2813), audio("deu", "deu", "Deutsch", 128_000, 2813),
                audio("spa", "es", "Español", 96_000, 2813), audio("talk", "en-US", "Director talks", 64_000, 2813));
    }

    /** A minute of video; sound from 10 s to 40 s, one of 90 s, and one of 20 s. */
    private static Presentation concert() {
        return build(video("video", 2_000_000, 1280, 720, MINUTE), video("video", 900_000, 640, 360, MINUTE),
                audio("late", "eng", null, 128_000, 1407, Edit.of(10_000, 0xffffffffL), Edit.of(30_016, 0)),
                audio("long", "deu", null, 128_000, 4219), audio("short", "fra", null, 128_000, 938));
    }

    /** Sound alone: one programme in two qualities, another in one. */
    private static Presentation radio() {
        return build(audio("music", "eng", null, 128_000, 2813), audio("music", "eng", null, 64_000, 2813),
                audio("talk", "deu", null, 96_000, 2813));
    }

    /** As an archive that lost pictures: the fragment at 24 s ends at 26 s, the next one begins at 30 s. */
    private static Presentation gapped() {
        Presentation whole = build(video("video", 2_000_000, 1280, 720, MINUTE), audio("eng", "eng", null, 128_000, 2813));
        List<Stream> streams = new ArrayList<>();
        for (Stream stream : whole.streams()) {
            FragmentTimeline timeline = stream.kind() == TrackKind.VIDEO ? withGap(stream.timeline()) : stream.timeline();
            streams.add(new Stream(stream.kind(), stream.name(), stream.language(), null, null, null, stream.isDefault(),
                    timeline, timeline, 0, stream.independent(), stream.levels()));
        }
        return new Presentation(streams, 3, List.of());
    }

    private static FragmentTimeline withGap(FragmentTimeline timeline) {
        long[] starts = new long[timeline.count()];
        long[] ends = new long[timeline.count()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = timeline.start(i);
            ends[i] = i == 4 ? 260_000_000 : timeline.end(i);
        }
        return new FragmentTimeline(starts, ends);
    }

    static Presentation build(TrackSource... sources) {
        return new PresentationBuilder(60_000_000, 3).build(List.of(sources));
    }

    /** Frames of 40 ms, a sync sample every two seconds. */
    static TrackSource video(String name, long bitrate, int width, int height, int seconds) {
        TestMovie movie = new TestMovie();
        movie.video().timescale(25_000).entry(TestEntries.avc1(0x1F, width, height)).frames(seconds * FRAMES_PER_SECOND, 1000,
                2 * FRAMES_PER_SECOND);
        return source(movie, bitrate, name, null, null);
    }

    static TrackSource audio(String name, String language, String displayName, long bitrate, int frames, Edit... edits) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48_000).edits(edits).audioFrames(frames, 1024);
        return source(movie, bitrate, name, language, displayName);
    }

    static TrackSource source(TestMovie movie, long bitrate, String name, String language, String displayName) {
        MediaIndex index = movie.index(name + "_" + bitrate + ".mp4");
        return new TrackSource(index.file(), index.tracks().get(0), bitrate, name, language, null, null, displayName, false);
    }
}
