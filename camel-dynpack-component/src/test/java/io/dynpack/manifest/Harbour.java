package io.dynpack.manifest;

import java.util.List;
import java.util.UUID;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** A minute of harbour: three levels of 29.97 frames a second, a sound track, and one that describes the pictures. */
public final class Harbour {
    public static final UUID LOCATOR = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
    public static final String ISM = "harbour.ism";

    private Harbour() {}

    public static Presentation presentation() {
        return new PresentationBuilder(60_000_000, 3).build(List.of(
                audio("harbour_320x180_AACAudio_403.mp4", 128033, "aac_eng_2_128033_2_1", null, null),
                audio("harbour_ad.m4a", 96000, "harbour_description", "description", "alternate"),
                video("harbour_1280x720_AACAudio_2204.mp4", 2204817, 0x1F, 1280, 720),
                video("harbour_640x360_AACAudio_1108.mp4", 1108402, 0x1E, 640, 360),
                video("harbour_320x180_AACAudio_403.mp4", 403117, 0x0D, 320, 180)));
    }

    private static TrackSource video(String file, long bitrate, int level, int width, int height) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().timescale(30000).entry(TestEntries.avc1(level, width, height))
                .edits(Edit.of(0, 1001)).reordered(1800, 1001, 60);
        // a sync sample is as large as five others
        long group = bitrate * 60 * 1001 / 30000 / 8;
        for (int i = 0; i < 1800; i++) {
            TestMovie.Sample sample = track.samples.get(i);
            int size = (int) (i % 60 == 0 ? group - 59 * (group / 64) : group / 64);
            track.samples.set(i, new TestMovie.Sample(size, sample.duration(), sample.offset(), sample.sync()));
        }
        return source(file, movie, bitrate, "video", null, null);
    }

    private static TrackSource audio(String file, long bitrate, String name, String accessibility, String role) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(48000).language("eng").audioFrames(2816, 1024);
        for (int i = 0; i < 2816; i++) {
            int size = (int) (bitrate * 1024 * (i + 1) / 48000 / 8 - bitrate * 1024 * i / 48000 / 8);
            track.samples.set(i, new TestMovie.Sample(size, 1024, 0, true));
        }
        return source(file, movie, bitrate, name, accessibility, role);
    }

    private static TrackSource source(String file, TestMovie movie, long bitrate, String name, String accessibility,
            String role) {
        MediaIndex index = movie.index(file);
        return new TrackSource(index.file(), index.tracks().get(0), bitrate, name, null, accessibility, role, null, false);
    }

    public static StreamingUrl.Manifest url(Format format) {
        return new StreamingUrl.Manifest(LOCATOR, ISM, Parameters.of(format));
    }
}
