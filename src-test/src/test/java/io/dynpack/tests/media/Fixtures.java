package io.dynpack.tests.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asset folders made with ffmpeg, once a build, under {@code target/fixtures}. Tests read them and copy them; nobody writes
 * into them.
 *
 * <p>
 * The picture is a moving test card with a running counter: 600 frames at 29.97 a second, closed GOPs of 60 frames (2.002 s),
 * three B-frames. The sound is AAC-LC stereo at 48 kHz, a tone for each language.
 */
public final class Fixtures {

    /** A level of {@link #ladder()}. */
    public record Level(int width, int height, int kbits) {

        /** File name of this level, in the habit of AMS. */
        public String file() {
            return "ladder_" + width + "x" + height + "_" + kbits + ".mp4";
        }
    }

    /** Highest first. */
    public static final List<Level> LEVELS = List.of(new Level(1280, 720, 1800), new Level(960, 540, 1100),
            new Level(640, 360, 600), new Level(416, 234, 300), new Level(256, 144, 120));

    /** Frames of every video track. */
    public static final int FRAMES = 600;

    private static final String ENGLISH = "ladder_AAC_eng_ch2_64kbps.mp4";
    private static final String GERMAN = "ladder_AAC_deu_ch2_64kbps.mp4";
    private static final Path ROOT = Path.of(System.getProperty("dynpack.fixtures", "target/fixtures")).toAbsolutePath();

    private Fixtures() {}

    /** Five video files and two audio files, English and German, one track each. */
    public static Path ladder() {
        return made("ladder", Fixtures::encode);
    }

    /** The ladder with captions in English for who does not hear, subtitles in German, and forced ones. */
    public static Path captioned() {
        Path ladder = ladder();
        return made("captioned", folder -> {
            try (Stream<Path> files = Files.list(ladder)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
                for (String name : List.of("english.vtt", "deutsch.ttml", "forced.srt", "captioned.ism")) {
                    try (InputStream text = Objects.requireNonNull(Fixtures.class.getResourceAsStream("/captions/" + name))) {
                        Files.copy(text, folder.resolve(name));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Five files, each a level with the English sound in it, as AMS encoders wrote them. */
    public static Path muxed() {
        return remuxed("muxed", folder -> {
            for (Level level : LEVELS) {
                remux(folder, level.file(), List.of(level.file(), ENGLISH), "-movflags +faststart");
            }
        });
    }

    /** One file, video and one sound, {@code moov} before {@code mdat}. */
    public static Path single() {
        return remuxed("single", folder -> remux(folder, "single.mp4", List.of(LEVELS.get(2).file(), ENGLISH),
                "-movflags +faststart"));
    }

    /** As {@link #single()} with {@code moov} after {@code mdat} and both languages. */
    public static Path moovLast() {
        return remuxed("moov-last", folder -> remux(folder, "moov-last.mp4",
                List.of(LEVELS.get(2).file(), ENGLISH, GERMAN), ""));
    }

    /** As {@link #single()}, a fragment for each GOP, without {@code sidx}. */
    public static Path fragmented() {
        return remuxed("fragmented", folder -> remux(folder, "fragmented.mp4", List.of(LEVELS.get(2).file(), ENGLISH),
                "-movflags +frag_keyframe+delay_moov+default_base_moof"));
    }

    /** As {@link #fragmented()} with one {@code sidx} in front that covers the file. */
    public static Path fragmentedWithSidx() {
        return remuxed("fragmented-sidx", folder -> remux(folder, "fragmented-sidx.mp4",
                List.of(LEVELS.get(2).file(), ENGLISH), "-movflags +frag_keyframe+delay_moov+default_base_moof+global_sidx"));
    }

    /** As {@link #single()}, the sound 500 ms late by an empty edit. */
    public static Path delayedAudio() {
        return remuxed("delayed-audio", folder -> Ffmpeg.ffmpeg(folder, "-i " + source(LEVELS.get(2).file())
                + " -itsoffset 0.5 -i " + source(ENGLISH)
                + " -map 0 -map 1 -c copy -video_track_timescale 30000 -movflags +faststart delayed-audio.mp4"));
    }

    /** As {@link #single()}, B-frames by negative composition offsets ({@code ctts} version 1), video without edit. */
    public static Path negativeOffsets() {
        return remuxed("negative-offsets", folder -> remux(folder, "negative-offsets.mp4",
                List.of(LEVELS.get(2).file(), ENGLISH), "-movflags +negative_cts_offsets+faststart"));
    }

    /** Two audio files, English and German, no video. */
    public static Path audioOnly() {
        return remuxed("audio-only", folder -> {
            remux(folder, "audio-only_eng.mp4", List.of(ENGLISH), "-movflags +faststart");
            remux(folder, "audio-only_deu.mp4", List.of(GERMAN), "-movflags +faststart");
        });
    }

    /** Six levels and a sound of two hours, tiny pictures: what matters is how many samples there are. */
    public static Path twoHours() {
        return made("two-hours", folder -> {
            for (int level = 0; level < 6; level++) {
                int height = 36 + 2 * level;
                String clip = "clip_" + height + ".mp4";
                Ffmpeg.ffmpeg(folder, "-f lavfi -i testsrc2=s=64x" + height + ":r=25:d=24 -c:v libx264 -preset ultrafast -bf 0"
                        + " -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop -b:v " + (12 + 4 * level) + "k " + clip);
                Ffmpeg.ffmpeg(folder, "-stream_loop 299 -i " + clip + " -c copy -movflags +faststart long_64x" + height + "_"
                        + (12 + 4 * level) + ".mp4");
                remove(folder.resolve(clip));
            }
            Ffmpeg.ffmpeg(folder, "-f lavfi -i anullsrc=r=48000:cl=stereo:d=7200 -c:a aac -b:a 16k -movflags +faststart"
                    + " long_AAC_eng_ch2_16kbps.mp4");
        });
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file: 3840 x 2160 at 60 frames a second with two B-frames, and sound. */
    public static Path fourK() {
        return made("four-k", folder -> encode(folder, "four-k.mp4", "testsrc2=s=960x540:r=60:d=4",
                "scale=3840:2160:flags=neighbor", "-preset ultrafast -crf 32 -bf 2 -g 120", "15360"));
    }

    /** Three files of eight seconds, of SD, HD and UHD pictures, and one of sound. */
    public static Path resolutions() {
        return made("resolutions", folder -> {
            for (String size : List.of("640x360", "1280x720", "2560x1440")) {
                Ffmpeg.ffmpeg(folder, "-f lavfi -i testsrc2=s=640x360:r=25:d=8 -vf scale=" + size.replace('x', ':')
                        + ":flags=neighbor,format=yuv420p -c:v libx264 -preset ultrafast -crf 32 -bf 2 -g 50 -keyint_min 50"
                        + " -sc_threshold 0 -movflags +faststart video_" + size + ".mp4");
            }
            Ffmpeg.ffmpeg(folder, "-f lavfi -i sine=f=440:r=48000:d=8 -c:a aac -b:a 64k -movflags +faststart sound.mp4");
        });
    }

    /** One file: seven B-frames in a row in two layers, references among them, 25 frames a second, and sound. */
    public static Path pyramid() {
        return made("pyramid", folder -> encode(folder, "pyramid.mp4", "testsrc2=s=640x360:r=25:d=8", "null",
                "-preset veryfast -x264-params bframes=7:b-adapt=0:b-pyramid=normal:ref=4:keyint=50:min-keyint=50:scenecut=0",
                "12800"));
    }

    /** One file: GOPs of 48 frames that are open, so that pictures refer to the GOP before theirs, 24000/1001 frames a second. */
    public static Path openGop() {
        return made("open-gop", folder -> encode(folder, "open-gop.mp4", "testsrc2=s=640x360:r=24000/1001:d=15", "null",
                "-preset veryfast -x264-params open-gop=1:bframes=3:b-adapt=0:keyint=48:min-keyint=48:scenecut=0", "24000"));
    }

    /** One file: HEVC with 10 bits in {@code hvc1}, closed GOPs of 50 frames, four B-frames in two layers, and sound. */
    public static Path hevc() {
        return made("hevc", folder -> hevc(folder, "hevc.mp4", "yuv420p10le", "bframes=4:b-pyramid=1:open-gop=0", "hvc1"));
    }

    /** One file: HEVC in {@code hev1} with parameter sets in band, GOPs that begin with CRA pictures, and sound. */
    public static Path hevcOpenGop() {
        return made("hevc-open-gop",
                folder -> hevc(folder, "hevc-open-gop.mp4", "yuv420p", "bframes=3:open-gop=1:repeat-headers=1", "hev1"));
    }

    /** One file: HEVC whose GOPs begin with IDR pictures that others follow and precede, RADL, and sound. */
    public static Path hevcLeading() {
        return made("hevc-leading",
                folder -> hevc(folder, "hevc-leading.mp4", "yuv420p", "bframes=3:open-gop=0:radl=2", "hvc1"));
    }

    /** Two files of H.264 and two of HEVC that cut at the same pictures, and sound. */
    public static Path mixedCodecs() {
        return made("mixed-codecs", folder -> {
            for (int height : new int[]{180, 360}) {
                String source = "-f lavfi -i testsrc2=s=" + height * 16 / 9 + "x" + height + ":r=25:d=12 ";
                Ffmpeg.ffmpeg(folder, source + "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2 -g 50 -keyint_min 50"
                        + " -sc_threshold 0 -flags +cgop -b:v " + height + "k avc_" + height + ".mp4");
                Ffmpeg.ffmpeg(folder, source + "-pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=none"
                        + ":keyint=50:min-keyint=50:scenecut=0:open-gop=0:bframes=3 -b:v " + height / 2 + "k -tag:v hvc1 hevc_"
                        + height + ".mp4");
            }
            Ffmpeg.ffmpeg(folder,
                    List.of("-f", "lavfi", "-i", tone(220), "-t", "12", "-c:a", "aac", "-b:a", "64k", "sound.mp4"));
        });
    }

    private static void hevc(Path folder, String file, String pixels, String options, String sampleEntry) {
        Ffmpeg.ffmpeg(folder, List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=12", "-f", "lavfi", "-i", tone(220),
                "-shortest", "-pix_fmt", pixels, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                "log-level=none:keyint=50:min-keyint=50:scenecut=0:" + options, "-tag:v", sampleEntry, "-c:a", "aac", "-b:a",
                "64k",
                "-video_track_timescale", "12800", file));
    }

    /** One file: frames that last from a thirtieth of a second to seven tenths, and sound. */
    public static Path variableFrameRate() {
        return made("variable-frame-rate", folder -> encode(folder, "variable-frame-rate.mp4", "testsrc2=s=640x360:r=30:d=14",
                "select='not(between(mod(n,90),40,60)+eq(mod(n,7),3))'",
                "-fps_mode vfr -preset veryfast -bf 3 -g 50 -sc_threshold 0 -flags +cgop", "90000"));
    }

    /** Video, English stereo, and English in four channels that only a program config element describes. */
    public static Path programConfigElement() {
        return remuxed("program-config-element", folder -> {
            remux(folder, "film.mp4", List.of(LEVELS.get(2).file(), ENGLISH), "-movflags +faststart");
            Ffmpeg.ffmpeg(folder, List.of("-f", "lavfi", "-i", tone(330), "-af", "pan=quad|FL=c0|FR=c1|BL=c0|BR=c1", "-c:a",
                    "aac", "-b:a", "128k", "-metadata:s:a:0", "language=eng", "-movflags", "+faststart", "quad.mp4"));
        });
    }

    /** A copy that a test may change: all files of {@code asset} below {@code folder}, which is created. */
    public static Path copy(Path asset, Path folder) {
        try (var files = Files.list(asset)) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void encode(Path folder) {
        StringBuilder filter = new StringBuilder("[0:v]split=" + LEVELS.size());
        for (int i = 0; i < LEVELS.size(); i++) {
            filter.append("[s").append(i).append(']');
        }
        for (int i = 0; i < LEVELS.size(); i++) {
            Level level = LEVELS.get(i);
            filter.append(";[s").append(i).append("]scale=").append(level.width()).append(':').append(level.height())
                    .append(",format=yuv420p[v").append(i).append(']');
        }
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30000/1001:d=20.02",
                "-f", "lavfi", "-i", tone(220), "-f", "lavfi", "-i", tone(659), "-filter_complex", filter.toString()));
        for (int i = 0; i < LEVELS.size(); i++) {
            Level level = LEVELS.get(i);
            arguments.addAll(List.of("-map", "[v" + i + "]", "-frames:v", "" + FRAMES, "-c:v", "libx264", "-preset", "veryfast",
                    "-bf", "3", "-b_strategy", "0", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-flags", "+cgop",
                    "-b:v", level.kbits() + "k", "-maxrate", level.kbits() * 3 / 2 + "k", "-bufsize", level.kbits() * 2 + "k",
                    "-video_track_timescale", "30000", "-movflags", "+faststart", level.file()));
        }
        arguments.addAll(audio(1, "eng", ENGLISH));
        arguments.addAll(audio(2, "deu", GERMAN));
        Ffmpeg.ffmpeg(folder, arguments);
    }

    /**
     * One file with eight seconds of small pictures, or of a tone, encoded as asked.
     *
     * @param name      of the folder
     * @param arguments of ffmpeg behind its input, without the file
     */
    public static Path encoded(String name, boolean video, String arguments) {
        return made("encoded-" + name, folder -> Ffmpeg.ffmpeg(folder, (video
                ? "-f lavfi -i testsrc2=s=192x108:r=25:d=8 -pix_fmt yuv420p -g 50 -keyint_min 50 "
                : "-f lavfi -i aevalsrc=exprs=0.3*sin(2*PI*440*t)|0.3*sin(2*PI*660*t):s=48000:d=8 ")
                + arguments + " -movflags +faststart " + name + ".mp4"));
    }

    /**
     * As {@link #encoded}, with H.264 or AAC whose sample entry says that it is something else.
     *
     * @param format  four-character code of the sample entry
     * @param config  of the box in it
     * @param payload of that box, in hexadecimal digits
     */
    public static Path relabelled(String name, boolean video, String format, String config, String payload) {
        return made("relabelled-" + name, folder -> {
            Ffmpeg.ffmpeg(folder, (video
                    ? "-f lavfi -i testsrc2=s=192x108:r=25:d=8 -pix_fmt yuv420p -g 50 -keyint_min 50 -c:v libx264 "
                            + "-preset veryfast -bf 0 "
                    : "-f lavfi -i aevalsrc=exprs=0.3*sin(2*PI*440*t)|0.3*sin(2*PI*660*t):s=48000:d=8 -c:a aac ") + name
                    + ".mp4");
            Path file = folder.resolve(name + ".mp4");
            try {
                Files.write(file, SampleEntries.replaced(Files.readAllBytes(file), video, format, config, payload));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Two levels of AV1 and two languages of Opus, a file each; eighteen seconds. */
    public static Path av1AndOpus() {
        return made("av1-opus", folder -> modern(folder, "-c:v libsvtav1 -preset 12 -svtav1-params scd=0", "-c:a libopus"));
    }

    /** Two levels of VP9 and two languages of FLAC, a file each; eighteen seconds. */
    public static Path vp9AndFlac() {
        return made("vp9-flac", folder -> modern(folder, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8",
                "-c:a flac -strict -2"));
    }

    private static void modern(Path folder, String video, String audio) {
        for (String level : List.of("640x360 400", "320x180 150")) {
            String[] sizeAndRate = level.split(" ");
            Ffmpeg.ffmpeg(folder,
                    "-f lavfi -i testsrc2=s=" + sizeAndRate[0] + ":r=25:d=18 -pix_fmt yuv420p -g 50 -keyint_min 50 "
                            + video + " -b:v " + sizeAndRate[1] + "k -movflags +faststart video_" + sizeAndRate[0] + ".mp4");
        }
        for (String language : List.of("eng 220", "deu 659")) {
            String[] nameAndTone = language.split(" ");
            Ffmpeg.ffmpeg(folder, "-f lavfi -i sine=f=" + nameAndTone[1] + ":r=48000:d=18 " + audio
                    + " -metadata:s:a:0 language=" + nameAndTone[0] + " -movflags +faststart sound_" + nameAndTone[0] + ".mp4");
        }
    }

    /** Video of a source and sound of the same length. */
    private static void encode(Path folder, String file, String source, String filter, String options, String timescale) {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source, "-f", "lavfi", "-i", tone(220), "-vf",
                filter + ",format=yuv420p", "-shortest", "-c:v", "libx264"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("-c:a", "aac", "-b:a", "64k", "-video_track_timescale", timescale, "-movflags", "+faststart",
                file));
        Ffmpeg.ffmpeg(folder, arguments);
    }

    private static String tone(int hertz) {
        return "aevalsrc=exprs='0.1*sin(2*PI*%1$d*t)+0.4*sin(2*PI*880*t)*exp(-30*mod(t,1))|0.1*sin(2*PI*%2$d*t)':s=48000:d=20.02"
                .formatted(hertz, hertz + 2);
    }

    private static List<String> audio(int input, String language, String file) {
        return List.of("-map", input + ":a", "-c:a", "aac", "-b:a", "64k", "-metadata:s:a:0", "language=" + language,
                "-movflags", "+faststart", file);
    }

    private static void remux(Path folder, String file, List<String> inputs, String options) {
        List<String> arguments = new ArrayList<>();
        for (String input : inputs) {
            arguments.addAll(List.of("-i", source(input)));
        }
        for (int i = 0; i < inputs.size(); i++) {
            arguments.addAll(List.of("-map", "" + i));
        }
        arguments.addAll(List.of("-c", "copy", "-video_track_timescale", "30000"));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        arguments.add(file);
        Ffmpeg.ffmpeg(folder, arguments);
    }

    private static String source(String file) {
        return ROOT.resolve("ladder").resolve(file).toString();
    }

    private static Path remuxed(String name, Consumer<Path> maker) {
        ladder();
        return made(name, maker);
    }

    /**
     * Made under another name and renamed when complete, so that a build that was broken off leaves nothing half made. Locked,
     * since two processes run tests.
     */
    private static synchronized Path made(String name, Consumer<Path> maker) {
        Path folder = ROOT.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (FileChannel channel = FileChannel.open(ROOT.resolve(name + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.isDirectory(folder) || !lock.isValid()) {
                return folder;
            }
            Path unfinished = ROOT.resolve(name + ".unfinished");
            delete(unfinished);
            Files.createDirectories(unfinished);
            maker.accept(unfinished);
            return Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
