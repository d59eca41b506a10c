package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.camel.MediaBody;
import io.dynpack.codec.HevcCodec;
import io.dynpack.delivery.OpenSources;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Source;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Rational;
import io.dynpack.tests.media.TransportPackets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transport streams as ffmpeg reads them: every access unit of the source at its time, decoded without a word. All tracks are
 * held against one base within a tick of 90 kHz, so sound and picture are within two ticks of where they were to each other.
 */
class TransportStreamTest {

    private static final long BASE = 900_000;

    enum Asset {
        LADDER(Fixtures::ladder),
        MUXED(Fixtures::muxed),
        MOOV_LAST(Fixtures::moovLast),
        FRAGMENTED(
                Fixtures::fragmented),
        DELAYED_AUDIO(Fixtures::delayedAudio),
        NEGATIVE_OFFSETS(
                Fixtures::negativeOffsets),
        AUDIO_ONLY(Fixtures::audioOnly),
        FOUR_K(Fixtures::fourK),
        PYRAMID(Fixtures::pyramid),
        OPEN_GOP(
                Fixtures::openGop),
        VARIABLE_FRAME_RATE(Fixtures::variableFrameRate),
        HEVC(Fixtures::hevc),
        HEVC_OPEN_GOP(Fixtures::hevcOpenGop),
        HEVC_LEADING(Fixtures::hevcLeading),
        MIXED_CODECS(Fixtures::mixedCodecs);

        private final Supplier<Path> folder;

        Asset(Supplier<Path> folder) {
            this.folder = folder;
        }
    }

    /** One access unit of a listing; ticks of 90 kHz. */
    private record Unit(long dts, long pts, String hash) {}

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void ffmpegReadsEveryAccessUnit(Asset asset) throws IOException {
        Path folder = asset.folder.get();
        try (FileStorage files = new FileStorage(folder);
                OpenSources sources = new OpenSources(files, 16, Duration.ofMinutes(1))) {
            Presentation presentation = present(folder, files);
            TransportStreams streams = new TransportStreams(presentation);
            MuxedAudio audio = MuxedAudio.of(presentation.all().audio(null));
            for (io.dynpack.presentation.Stream stream : presentation.streams()) {
                for (Level level : stream.levels()) {
                    check(folder, stream, level, null, streams.layout(stream, level, null), presentation, sources);
                    if (stream.kind() == TrackKind.VIDEO && audio != null) {
                        check(folder, stream, level, audio, streams.layout(stream, level, audio), presentation, sources);
                    }
                }
            }
        }
    }

    @Test
    void theFixturesAreWhatTheirNamesSay() {
        List<AccessUnit> open = pictures(Fixtures.openGop().resolve("open-gop.mp4"));
        int leading = 0;
        Rational sync = null;
        for (AccessUnit unit : open) {
            sync = unit.sync() ? unit.presentation() : sync;
            leading += unit.presentation().compareTo(sync) < 0 ? 1 : 0;
        }
        assertThat(leading).as("pictures that refer to the GOP before theirs").isEqualTo(21);
        List<AccessUnit> variable = pictures(Fixtures.variableFrameRate().resolve("variable-frame-rate.mp4"));
        assertThat(variable.stream().map(AccessUnit::duration).distinct()).hasSize(4)
                .anySatisfy(duration -> assertThat(duration).isGreaterThan(Rational.of(7, 10)));
        List<AccessUnit> pyramid = pictures(Fixtures.pyramid().resolve("pyramid.mp4"));
        // the first picture waits for the two that it takes to show a B-frame that refers to a B-frame
        assertThat(pyramid.get(0).presentation().minus(pyramid.get(0).decode())).isEqualTo(Rational.of(2, 25));
        assertThat(pictures(Fixtures.fourK().resolve("four-k.mp4"))).hasSize(240);
    }

    private static List<AccessUnit> pictures(Path file) {
        return AccessUnits.only(AccessUnits.of(file, AccessUnits.Edits.APPLIED), "video").units();
    }

    @Test
    void lostPacketsAndLateClocksAreNoticed() throws IOException {
        Path folder = Fixtures.single();
        try (FileStorage files = new FileStorage(folder);
                OpenSources sources = new OpenSources(files, 16, Duration.ofMinutes(1))) {
            Presentation presentation = present(folder, files);
            io.dynpack.presentation.Stream video = presentation.streams(TrackKind.VIDEO).get(0);
            TransportLayout layout = new TransportStreams(presentation).layout(video, video.levels().get(0), null);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new MediaBody(layout.segment(0, 2), sources).writeTo(out);
            byte[] stream = out.toByteArray();
            assertThat(TransportPackets.faults(stream)).isEmpty();
            assertThat(TransportPackets.longestClockInterval(stream)).isPositive().isLessThanOrEqualTo(100);
            assertThat(TransportPackets.faults(Arrays.copyOf(stream, stream.length - 1))).isNotEmpty();
            int middle = stream.length / 2 / 188 * 188;
            byte[] lost = new byte[stream.length - 188];
            System.arraycopy(stream, 0, lost, 0, middle);
            System.arraycopy(stream, middle + 188, lost, middle, lost.length - middle);
            assertThat(TransportPackets.faults(lost)).anySatisfy(fault -> assertThat(fault).contains("continuity counter"));
            byte[] clockless = stream.clone();
            int cleared = 0;
            for (int at = stream.length / 4 / 188 * 188; at < stream.length && cleared < 4; at += 188) {
                if ((stream[at + 3] & 0x20) != 0 && stream[at + 4] >= 7 && (stream[at + 5] & 0x10) != 0) {
                    clockless[at + 5] &= ~0x10;
                    cleared++;
                }
            }
            assertThat(TransportPackets.faults(clockless)).anySatisfy(fault -> assertThat(fault).contains("clock reference"));
        }
    }

    private static Presentation present(Path folder, FileStorage files) throws IOException {
        List<TrackSource> tracks = new ArrayList<>();
        try (Stream<Path> names = Files.list(folder)) {
            for (Path path : names.filter(file -> file.toString().endsWith(".mp4")).sorted().toList()) {
                try (Source source = files.open(path.getFileName().toString()).join()) {
                    MediaIndex index = MediaIndexer.index(source).join();
                    for (TrackIndex track : index.tracks()) {
                        tracks.add(TrackSource.of(index.file(), track));
                    }
                }
            }
        }
        return new PresentationBuilder(60_000_000, 3).build(tracks);
    }

    private void check(Path folder, io.dynpack.presentation.Stream stream, Level level, MuxedAudio audio,
            TransportLayout layout, Presentation presentation, OpenSources sources) throws IOException {
        Path ts = scratch.resolve("stream.ts");
        FragmentGroups groups = new FragmentGroups(stream.timeline(), presentation.fragmentsPerHlsSegment());
        try (OutputStream out = Files.newOutputStream(ts)) {
            for (int group = 0; group < groups.count(); group++) {
                SegmentBody body = layout.segment(groups.first(group), groups.end(group));
                new MediaBody(body, sources).writeTo(out);
            }
        }
        assertThat(TransportPackets.faults(Files.readAllBytes(ts))).isEmpty();
        assertThat(Ffmpeg.warnings(scratch, List.of("-xerror", "-i", ts.toString(), "-f", "null", "-"))).isEmpty();
        Path source = folder.resolve(level.file().name());
        if (stream.kind() == TrackKind.VIDEO) {
            // of HEVC also the messages of the sample entry, which ffmpeg puts in front of key frames
            boolean hevc = level.codec() instanceof HevcCodec;
            String remove = "filter_units=remove_types=" + (hevc ? "32|33|34|35|39" : "7|8|9");
            compare(list(source, "v:0", (hevc ? "hevc" : "h264") + "_mp4toannexb," + remove), list(ts, "v:0", remove));
            onePicture(stream, level, layout, sources);
        } else {
            compare(list(source, audioIndex(level), null), list(ts, "a:0", "aac_adtstoasc"));
        }
        if (audio != null) {
            Level sound = audio.level();
            compare(list(folder.resolve(sound.file().name()), audioIndex(sound), null), list(ts, "a:0", "aac_adtstoasc"));
        }
    }

    private void onePicture(io.dynpack.presentation.Stream stream, Level level, TransportLayout layout, OpenSources sources)
            throws IOException {
        KeyFrames keyFrames = new KeyFrames(stream, level);
        Path ts = scratch.resolve("picture.ts");
        int sample = keyFrames.sample(keyFrames.count() / 2);
        try (OutputStream out = Files.newOutputStream(ts)) {
            new MediaBody(layout.keyFrame(sample), sources).writeTo(out);
        }
        assertThat(Ffmpeg.ffprobe(scratch, List.of("-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0",
                ts.toString())).strip().lines().findFirst()).contains("1");
    }

    /** Tracks of a file are numbered from 1 in the fixtures, video first. */
    private static String audioIndex(Level level) {
        return String.valueOf(level.track().trackId() - 1);
    }

    private List<Unit> list(Path file, String track, String filter) throws IOException {
        Path listing = scratch.resolve("listing.txt");
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-i", file.toString(), "-map", "0:" + track, "-c", "copy"));
        if (filter != null) {
            arguments.addAll(List.of("-bsf", filter));
        }
        arguments.addAll(List.of("-f", "framemd5", listing.toString()));
        Ffmpeg.ffmpeg(scratch, arguments);
        List<Unit> units = new ArrayList<>();
        long scale = 1;
        for (String line : Files.readAllLines(listing)) {
            if (line.startsWith("#tb")) {
                scale = Long.parseLong(line.substring(line.indexOf('/') + 1).strip());
            } else if (!line.startsWith("#")) {
                String[] fields = line.split(",\\s*");
                units.add(new Unit(Math.floorDiv(Long.parseLong(fields[1]) * 90_000, scale),
                        Math.floorDiv(Long.parseLong(fields[2]) * 90_000, scale), fields[5]));
            }
        }
        return units;
    }

    private static void compare(List<Unit> source, List<Unit> served) {
        assertThat(served.stream().map(Unit::hash)).containsExactlyElementsOf(source.stream().map(Unit::hash).toList());
        for (int i = 0; i < source.size(); i++) {
            long distance = Math.abs(served.get(i).pts() - BASE - source.get(i).pts());
            assertThat(distance).as("time of access unit " + i).isLessThanOrEqualTo(1);
            assertThat(served.get(i).dts()).isLessThanOrEqualTo(served.get(i).pts());
        }
    }
}
