package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.MovieBoxes;

import static org.assertj.core.api.Assertions.assertThat;

/** Files as editors, recorders and broken uploads leave them: what is served is what ffmpeg reads in them, in every format. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class OddMediaTest {

    private static final String VIDEO = "-f lavfi -i testsrc2=s=%s:r=25:d=%s -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
            + " -g 50 -keyint_min 50 -sc_threshold 0 -bf %d -b_strategy 0 -video_track_timescale 12800 ";

    @TempDir
    static Path scratch;

    private final BitExactness exactness = new BitExactness();
    private final Delivery delivery = new Delivery();

    private static void film(Path folder, int reordered) {
        Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x90", "8", reordered) + "v.mp4");
        Ffmpeg.ffmpeg(folder, "-f lavfi -i sine=440:r=48000:d=8 -c:a aac -b:a 32k a.m4a");
        Ffmpeg.ffmpeg(folder, "-i v.mp4 -i a.m4a -map 0 -map 1 -c copy film.mp4");
        remove(folder, "v.mp4", "a.m4a");
    }

    private static void remove(Path folder, String... names) {
        try {
            for (String name : names) {
                Files.delete(folder.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void changed(Path folder, int reordered, MovieBoxes.Change change) {
        film(folder, reordered);
        MovieBoxes.change(folder.resolve("film.mp4"), change);
    }

    /** How each is made. Of all but the last ones every track is served. */
    enum Asset {
        /** As ffmpeg reads it without the edits behind: it takes what follows an edit for another part of the track. */
        NOTHING_BEHIND_THE_LAST_EDIT(folder -> {
            film(folder, 2);
            Fixtures.copy(folder, before(folder));
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> {
                movie.edits(0, 8000, 1024, 500, -1);
                movie.edits(1, 8000, 1024, 300, -1, 200, -1);
            });
        }),
        LEVELS_WITHOUT_EDITS(folder -> {
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("320x180", "8", 0) + "high.mp4");
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x90", "8", 2) + "low.mp4");
            MovieBoxes.change(folder.resolve("high.mp4"), movie -> movie.withoutEdits(0));
            MovieBoxes.change(folder.resolve("low.mp4"), movie -> movie.withoutEdits(0));
        }),
        SECOND_SAMPLE_ENTRY(folder -> changed(folder, 2, movie -> {
            MovieBoxes.Box descriptions = movie.samples(0).at("stsd");
            descriptions.set(4, 2);
            MovieBoxes.Box other = MovieBoxes.copy(descriptions.at("avc1"));
            // nobody uses it: another profile and level
            other.at("avcC").payload()[1] = 77;
            other.at("avcC").payload()[3] = 50;
            descriptions.children().add(0, other);
            MovieBoxes.Box chunks = movie.samples(0).at("stsc");
            for (int at = 16; at < chunks.payload().length; at += 12) {
                chunks.set(at, 2);
            }
        })),
        TIME_TURNED_BACK(folder -> changed(folder, 0, movie -> {
            movie.samples(0).remove("stts");
            ByteBuffer durations = ByteBuffer.allocate(8 + 4 * 8).putInt(0).putInt(4);
            durations.putInt(60).putInt(512).putInt(1).putInt(-1).putInt(1).putInt(1025).putInt(138).putInt(512);
            movie.samples(0).children().add(1, MovieBoxes.Box.of("stts", durations.array()));
        })),
        NO_SYNC_SAMPLES_NAMED(folder -> changed(folder, 2, movie -> movie.samples(0).remove("stss"))),
        JOINED_SEGMENTS(folder -> {
            film(folder, 2);
            Ffmpeg.ffmpeg(folder, "-i film.mp4 -map 0:v -c copy -f dash -seg_duration 2 -use_template 1 -use_timeline 0"
                    + " -init_seg_name i.mp4 -media_seg_name s$Number$.m4s x.mpd");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                all.writeBytes(Files.readAllBytes(folder.resolve("i.mp4")));
                for (int i = 1; i <= 4; i++) {
                    all.writeBytes(Files.readAllBytes(folder.resolve("s" + i + ".m4s")));
                }
                Files.write(folder.resolve("film.mp4"), all.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            remove(folder, "i.mp4", "x.mpd", "s1.m4s", "s2.m4s", "s3.m4s", "s4.m4s");
        }),
        PARAMETER_SETS_IN_BAND(folder -> {
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x90", "8", 0) + "-x264-params repeat-headers=1 -f h264 v.h264");
            Ffmpeg.ffmpeg(folder, "-framerate 25 -i v.h264 -c copy -video_track_timescale 12800 film.mp4");
            remove(folder, "v.h264");
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> {
                MovieBoxes.Box configuration = movie.samples(0).at("stsd/avc1/avcC");
                byte[] bare = java.util.Arrays.copyOf(configuration.payload(), 7);
                bare[5] = (byte) 0xe0;
                bare[6] = 0;
                configuration.payload(bare);
            });
        }),
        KEY_FRAMES_THAT_WAIT_DIFFERENTLY(folder -> changed(folder, 2, movie -> {
            movie.withoutEdits(0);
            movie.samples(0).remove("ctts");
            ByteBuffer offsets = ByteBuffer.allocate(8 + 4 * 8).putInt(0).putInt(4);
            offsets.putInt(50).putInt(1024).putInt(50).putInt(2048).putInt(50).putInt(512).putInt(50).putInt(1536);
            movie.samples(0).children().add(MovieBoxes.Box.of("ctts", offsets.array()));
        })),
        /** Two fields a picture, one below the other. */
        INTERLACED(folder -> Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x96", "8", 2) + "-flags +ilme+ildct film.mp4")),
        /** Pictures whose samples are wider than high, as those of PAL in 16:9. */
        ANAMORPHIC(folder -> Ffmpeg.ffmpeg(folder, VIDEO.formatted("180x144", "8", 0) + "-vf setsar=64/45 film.mp4")),
        /** As a telephone that was held upright records. */
        ROTATED(folder -> {
            film(folder, 0);
            Ffmpeg.ffmpeg(folder, "-display_rotation 90 -i film.mp4 -c copy turned.mp4");
            remove(folder, "film.mp4");
        }),
        /** A track of chapters, one of time codes, and two languages of which one is played. */
        BESIDE_THE_MEDIA(folder -> {
            film(folder, 2);
            try {
                Files.writeString(folder.resolve("chapters.txt"), ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=4\n"
                        + "title=One\n[CHAPTER]\nTIMEBASE=1/1\nSTART=4\nEND=8\ntitle=Two\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Ffmpeg.ffmpeg(folder, "-i film.mp4 -i chapters.txt -f lavfi -i sine=660:r=48000:d=8 -map 0:v -map 0:a -map 2:a"
                    + " -map_chapters 1 -c:v copy -c:a aac -b:a 32k -metadata:s:a:0 language=eng -metadata:s:a:1 language=deu"
                    + " -timecode 01:00:00:00 -f mov all.mp4");
            remove(folder, "film.mp4", "chapters.txt");
        }),
        /** The high level some pictures shorter than the low one. */
        LEVELS_THAT_END_APART(folder -> {
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("320x180", "8", 0) + "high.mp4");
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x90", "8.4", 0) + "low.mp4");
        }),
        /** As writers of every kind leave them: what is missing or wrong in the tables is plain from the rest. */
        TABLES_WITH_MISTAKES(folder -> {
            film(folder, 2);
            Fixtures.copy(folder, before(folder));
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> {
                // the last pictures and sounds have no duration, and samples use the sample entry 0
                movie.samples(0).at("stts").set(8, 150);
                movie.samples(1).at("stts").set(8, 200);
                for (int track = 0; track < 2; track++) {
                    MovieBoxes.Box chunks = movie.samples(track).at("stsc");
                    for (int at = 16; at < chunks.payload().length; at += 12) {
                        chunks.set(at, 0);
                    }
                }
                movie.edits(0, 8000, -5);
                movie.track(1).at("tkhd").set(12, 1);
            });
        }),
        /** The sound is damaged; the film is served without it. */
        DAMAGED_SOUND(folder -> {
            film(folder, 2);
            Fixtures.copy(folder, before(folder));
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> movie.samples(1).remove("stsz"));
        }, 1),
        /** Enabled pictures of H.264 that the film refers to as its chapters. */
        PICTURES_OF_CHAPTERS(folder -> {
            film(folder, 2);
            Fixtures.copy(folder, before(folder));
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("64x64", "2", 0) + "chapters.mp4");
            Ffmpeg.ffmpeg(folder, "-i chapters.mp4 -i film.mp4 -map 0 -map 1 -c copy all.mp4");
            remove(folder, "film.mp4", "chapters.mp4");
            byte[] chapters = ByteBuffer.allocate(12).putInt(12).put("chap".getBytes(StandardCharsets.US_ASCII)).putInt(1)
                    .array();
            MovieBoxes.change(folder.resolve("all.mp4"),
                    movie -> movie.track(1).children().add(MovieBoxes.Box.of("tref", chapters)));
        }),
        /** A recording that ends in the middle of the media of its last fragment. */
        BROKEN_OFF_RECORDING(folder -> {
            film(folder, 2);
            Ffmpeg.ffmpeg(folder, "-i film.mp4 -c copy -movflags +frag_keyframe+delay_moov+default_base_moof whole.mp4");
            remove(folder, "film.mp4");
            try {
                byte[] whole = Files.readAllBytes(folder.resolve("whole.mp4"));
                int last = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("moof") - 4;
                Files.createDirectories(before(folder));
                Files.write(before(folder).resolve("film.mp4"), java.util.Arrays.copyOf(whole, last));
                Files.write(folder.resolve("film.mp4"),
                        java.util.Arrays.copyOf(whole, last + ByteBuffer.wrap(whole).getInt(last) + 100));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            remove(folder, "whole.mp4");
        }),
        BROKEN_OFF_LEVELS(folder -> {
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("480x270", "6", 0) + "high.mp4");
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("320x180", "6", 0) + "middle.mp4");
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("160x90", "40", 0) + "low.mp4");
        }, 2),
        PREVIEW_BESIDE_THE_FILM(folder -> {
            film(folder, 0);
            Ffmpeg.ffmpeg(folder, VIDEO.formatted("320x180", "0.04", 0) + "preview.mp4");
            Ffmpeg.ffmpeg(folder, "-i preview.mp4 -i film.mp4 -map 0 -map 1 -c copy both.mp4");
            remove(folder, "film.mp4", "preview.mp4");
            MovieBoxes.change(folder.resolve("both.mp4"), movie -> {
                movie.track(0).at("tkhd").set(0, 0);
                movie.track(1).at("tkhd").set(0, 7);
            });
        }, 1);

        private final Consumer<Path> maker;
        private final int leftOut;
        private Path folder;

        Asset(Consumer<Path> maker) {
            this(maker, 0);
        }

        /** @param leftOut tracks that are not served, on purpose */
        Asset(Consumer<Path> maker, int leftOut) {
            this.maker = maker;
            this.leftOut = leftOut;
        }

        /** What a file was before it was changed to what ffmpeg does not read. */
        private static Path before(Path folder) {
            return folder.resolveSibling(folder.getFileName() + "-before");
        }

        /** What ffmpeg is asked to read. */
        Path source() {
            return Files.isDirectory(before(folder())) ? before(folder()) : folder();
        }

        synchronized Path folder() {
            if (folder == null) {
                folder = scratch.resolve("odd-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
                try {
                    Files.createDirectories(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                maker.accept(folder);
            }
            return folder;
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(Asset.values())
                .flatMap(asset -> Stream.of(StreamingFormat.values()).map(format -> Arguments.of(asset, format)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void servesWhatIsThere(Asset asset, StreamingFormat format, QuickstartOrigin origin) {
        Path folder = asset.folder();
        List<String> faults = exactness.faults(asset.source(), origin.manifest(folder, format), format);
        assertThat(faults).hasSize(asset.leftOut).allSatisfy(fault -> assertThat(fault).endsWith("is not served"));
    }

    /** Square samples of the display, those of the picture, and how they are shown. */
    @Test
    void manifestsSayHowWidePicturesAreShown(QuickstartOrigin origin) {
        Path folder = Asset.ANAMORPHIC.folder();
        assertThat(delivery.text(origin.manifest(folder, StreamingFormat.HLS_CMAF))).contains("RESOLUTION=256x144");
        assertThat(delivery.text(origin.manifest(folder, StreamingFormat.DASH_CMAF))).contains("sar=\"64:45\"")
                .contains("width=\"180\" height=\"144\"");
        assertThat(delivery.text(origin.manifest(folder, StreamingFormat.SMOOTH))).contains("DisplayWidth=\"256\"");
    }

    /** QuickTime has numbers for languages. */
    @Test
    void languagesOfQuickTimeAreThoseThatItsNumbersMean(QuickstartOrigin origin) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("languages"));
        film(folder, 0);
        Ffmpeg.ffmpeg(folder, "-i film.mp4 -map 0:v -map 0:a -map 0:a -map 0:a -map 0:a -c copy -metadata:s:a:0 language=eng"
                + " -metadata:s:a:1 language=ger -metadata:s:a:2 language=jpn -metadata:s:a:3 language=cat film.mov");
        remove(folder, "film.mp4");
        String languages = Ffmpeg.ffprobe(folder,
                List.of("-select_streams", "a", "-show_entries", "stream_tags=language", "-of",
                        "csv=p=0", "film.mov"));
        assertThat(languages.lines()).as("as ffmpeg reads them").containsExactly("eng", "ger", "jpn", "cat");
        assertThat(delivery.text(origin.manifest(folder, StreamingFormat.DASH_CMAF)).lines()
                .filter(line -> line.contains("contentType=\"audio\""))
                .map(line -> line.replaceAll(".*lang=\"(\\w+)\".*", "$1")))
                .containsExactlyInAnyOrder("en", "de", "ja", "ca");
    }

    /** Of a picture that is turned the matrix is that of the file. */
    @Test
    void theInitializationTurnsPicturesAsTheFileDoes(QuickstartOrigin origin) throws IOException {
        Rendition rendition = Manifests.DASH.read(origin.manifest(Asset.ROTATED.folder(), StreamingFormat.DASH_CMAF),
                delivery::text).stream().filter(found -> found.kind().equals("video")).findFirst().orElseThrow();
        String source = new String(Files.readAllBytes(Asset.ROTATED.folder().resolve("turned.mp4")),
                StandardCharsets.ISO_8859_1);
        int matrix = source.indexOf("tkhd") + 44;
        assertThat(source.charAt(matrix + 1)).as("turned").isEqualTo('\0');
        assertThat(new String(delivery.bytes(rendition.initialization()), StandardCharsets.ISO_8859_1))
                .contains(source.substring(matrix, matrix + 36));
    }

    /** The transport streams of both versions, put together, decode without a word. */
    @ParameterizedTest
    @EnumSource
    void transportStreamsDecode(Asset asset, QuickstartOrigin origin, @TempDir Path folder) throws IOException {
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            var master = origin.publish(asset.folder()).resolve("manifest(format=" + format + ")");
            String text = delivery.text(master);
            assertThat(text).contains("avc1.").doesNotContain("avc3.");
            for (var rendition : Manifests.HLS.read(master, delivery::text)) {
                if (rendition.kind().equals("iframe")) {
                    continue;
                }
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                rendition.segments().forEach(segment -> all.writeBytes(delivery.bytes(segment)));
                Files.write(folder.resolve("all.ts"), all.toByteArray());
                assertThat(Ffmpeg.warnings(folder, List.of("-i", "all.ts", "-f", "null", "-")).lines()
                        .filter(line -> !line.contains("non monotonically") && !line.contains("pts has no value")).toList())
                        .as("%s %s", asset, rendition.id()).isEmpty();
            }
        }
    }
}
