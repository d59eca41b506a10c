package io.dynpack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Comparison;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Rational;
import io.dynpack.tests.media.Track;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.FolderServer;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/** The harness itself, on streams that ffmpeg packaged: what it calls sound is sound, and what is broken it notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarnessTest {

    private static final Rational MILLISECOND = Rational.of(1, 1000);

    private final Delivery delivery = new Delivery();
    private FolderServer server;
    private Path top;
    private Path low;
    private Path english;
    private Path german;

    @BeforeAll
    void packageWithFfmpeg(@TempDir Path folder) throws IOException {
        Path ladder = Fixtures.ladder();
        top = ladder.resolve(Fixtures.LEVELS.get(2).file());
        low = ladder.resolve(Fixtures.LEVELS.get(4).file());
        english = ladder.resolve("ladder_AAC_eng_ch2_64kbps.mp4");
        german = ladder.resolve("ladder_AAC_deu_ch2_64kbps.mp4");
        Files.createDirectories(folder.resolve("hls"));
        Files.createDirectories(folder.resolve("dash"));
        Ffmpeg.ffmpeg(folder.resolve("hls"), packaging("-f hls -hls_time 4 -hls_playlist_type vod -hls_segment_type fmp4"
                + " -hls_fmp4_init_filename init_%v.mp4 -hls_segment_filename s_%v_%d.m4s -master_pl_name master.m3u8",
                "-var_stream_map", "v:0,agroup:a,name:hi v:1,agroup:a,name:lo"
                        + " a:0,agroup:a,language:eng,default:yes,name:en a:1,agroup:a,language:deu,name:de",
                "media_%v.m3u8"));
        Ffmpeg.ffmpeg(folder.resolve("dash"), packaging("-f dash -seg_duration 4 -use_template 1 -use_timeline 1",
                "-adaptation_sets", "id=0,streams=0,1 id=1,streams=2 id=2,streams=3", "manifest.mpd"));
        Ffmpeg.ffmpeg(folder, packaging("-map -3 -f smoothstreaming -min_frag_duration 4000000", "smooth"));
        stateFirstTimes(folder.resolve("smooth"));
        server = FolderServer.of(folder);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"HLS, hls/master.m3u8, 2", "DASH, dash/manifest.mpd, 2", "SMOOTH, smooth/Manifest, 1"})
    void readsManifestsAndProvesEveryAccessUnit(Manifests manifests, String path, int languages) {
        List<Rendition> renditions = manifests.read(server.base().resolve(path), delivery::text);
        List<Comparison> comparisons = new ArrayList<>();
        for (Path file : List.of(top, low, english, german).subList(0, 2 + languages)) {
            Track source = AccessUnits.of(file, Edits.APPLIED).get(0);
            Comparison found = renditions.stream()
                    .map(r -> Comparison.of(source, delivery.track(r), MILLISECOND))
                    .filter(Comparison::complete).findFirst()
                    .orElseThrow(() -> new AssertionError(file + " is in none of " + renditions.stream()
                            .map(r -> r.id() + Comparison.of(source, delivery.track(r), MILLISECOND)).toList()));
            comparisons.add(found);
        }
        assertThat(renditions.stream().filter(r -> r.kind().equals("video"))).hasSize(2);
        assertThat(renditions.stream().filter(r -> r.kind().equals("audio"))).hasSize(languages);
        assertThat(Comparison.drift(comparisons.get(0), comparisons.get(2))).isLessThanOrEqualTo(MILLISECOND);
    }

    @Test
    void noticesWhatIsMissingOrLate() {
        Track source = AccessUnits.of(top, Edits.APPLIED).get(0);
        Track gap = new Track("video", "h264", "und",
                Stream.concat(source.units().stream().limit(100), source.units().stream().skip(101)).toList());
        assertThat(Comparison.of(source, gap, MILLISECOND).differences()).first().asString()
                .startsWith("unit 100: other bytes");
        Track tail = new Track("video", "h264", "und", source.units().subList(60, Fixtures.FRAMES));
        assertThat(Comparison.of(source, tail, MILLISECOND).droppedAtStart()).isEqualTo(60);
        assertThat(Comparison.of(source, source, Rational.ZERO).complete()).isTrue();
    }

    @Test
    void knowsTheShapesOfTheFixtures() {
        List<Path> folders = List.of(Fixtures.single(), Fixtures.moovLast(), Fixtures.fragmented(),
                Fixtures.fragmentedWithSidx(), Fixtures.delayedAudio(), Fixtures.negativeOffsets());
        Track picture = AccessUnits.of(top, Edits.APPLIED).get(0);
        Track sound = AccessUnits.of(english, Edits.APPLIED).get(0);
        for (Path folder : folders) {
            List<Track> tracks = AccessUnits.of(folder.resolve(folder.getFileName() + ".mp4"), Edits.APPLIED);
            Comparison video = Comparison.of(picture, tracks.get(0), MILLISECOND);
            Comparison audio = Comparison.of(sound, tracks.get(1), MILLISECOND);
            assertThat(video.complete()).as(folder + " " + video).isTrue();
            assertThat(audio.complete()).as(folder + " " + audio).isTrue();
            Rational drift = folder.endsWith("delayed-audio") ? Rational.of(1, 2) : Rational.ZERO;
            assertThat(Comparison.drift(video, audio).distance(drift)).as(folder.toString()).isLessThan(Rational.of(2, 1000));
        }
        assertThat(picture.units()).hasSize(Fixtures.FRAMES).filteredOn(u -> u.sync()).hasSize(10);
        assertThat(Fixtures.muxed().toFile().list()).hasSize(5);
        assertThat(Fixtures.audioOnly().toFile().list()).hasSize(2);
    }

    @Test
    void validatesAgainstTheSchema() {
        MpdSchema schema = new MpdSchema();
        String mpd = delivery.text(server.base().resolve("dash/manifest.mpd"));
        assertThat(schema.faults(mpd)).isEmpty();
        assertThat(schema.faults(mpd.replace("bandwidth=", "bandwith="))).isNotEmpty();
    }

    @Tag("browser")
    @ExtendWith(Browser.Provider.class)
    @ParameterizedTest
    @CsvSource({"HLS_JS, hls/master.m3u8, 2", "SHAKA, dash/manifest.mpd, 2", "DASH_JS, smooth/Manifest, 1"})
    void playsSeeksAndSwitches(PlayerName player, String path, int languages, Browser browser) {
        try (Playback playback = browser.play(player, server.base().resolve(path))) {
            Playback.State state = playback.exercise();
            assertThat(state.errors()).as(playback.report()).isEmpty();
            assertThat(state.levels()).hasSize(2);
            assertThat(state.audio()).hasSize(languages);
        }
    }

    /** ffmpeg leaves out where its first fragments start. */
    private static void stateFirstTimes(Path smooth) throws IOException {
        String manifest = Files.readString(smooth.resolve("Manifest"));
        for (String kind : List.of("video", "audio")) {
            Pattern name = Pattern.compile("Fragments\\(" + kind + "=(\\d+)\\)");
            long first;
            try (Stream<Path> files = Files.walk(smooth)) {
                first = files.map(f -> name.matcher(f.getFileName().toString())).filter(Matcher::matches)
                        .mapToLong(m -> Long.parseLong(m.group(1))).min().orElseThrow();
            }
            int at = manifest.indexOf("<c n=\"0\"", manifest.indexOf("Type=\"" + kind));
            manifest = manifest.substring(0, at) + "<c t=\"" + first + "\"" + manifest.substring(at + 2);
        }
        Files.writeString(smooth.resolve("Manifest"), manifest);
    }

    private List<String> packaging(String options, String... more) {
        List<String> arguments = new ArrayList<>();
        for (Path input : List.of(top, low, english, german)) {
            arguments.addAll(List.of("-i", input.toString()));
        }
        arguments.addAll(List.of("-map", "0", "-map", "1", "-map", "2", "-map", "3", "-c", "copy"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
