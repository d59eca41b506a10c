package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.MediaIndexer;
import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AacRawDataBlocks;
import io.dynpack.codec.AudioSpecificConfig;
import io.dynpack.codec.CaptionData;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.Ingest;
import io.dynpack.ingest.Overwrite;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.tests.media.AdtsStream;
import io.dynpack.tests.media.Ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

/** What only access units tell, with ffmpeg as the judge of what it is. */
class AccessUnitsTest {

    private static final String NOISE = "-f lavfi -i anoisesrc=d=1:r=%1$d:a=0.4:seed=1,lowpass=4000"
            + " -f lavfi -i aevalsrc=0.4*sin(600*t*t*t)*gt(mod(t\\,0.25)\\,0.1)|0.3*sin(900*t):s=%1$d:d=1"
            + " -filter_complex [0][1]amix=2,aformat=channel_layouts=%2$s -ar %1$d -c:a aac -b:a %3$s -f adts %4$s";

    @TempDir
    Path scratch;

    private AdtsStream encoded(int rate, String layout, String bitrate) throws IOException {
        Ffmpeg.ffmpeg(scratch, String.format(java.util.Locale.ROOT, NOISE, rate, layout, bitrate, "plain.aac"));
        return AdtsStream.read(Files.readAllBytes(scratch.resolve("plain.aac")));
    }

    private TrackIndex indexed(String file) throws IOException {
        try (FileStorage files = new FileStorage(scratch); Source source = files.open(file).join()) {
            MemoryBudget budget = MemoryBudget.ofHeap();
            MediaIndex index = MediaIndexer.index(source, budget)
                    .thenCompose(made -> MediaIndexer.examine(source, made, budget)).join();
            return index.tracks().get(0);
        }
    }

    private String probe(String file, String entries) {
        return Ffmpeg.ffprobe(scratch,
                List.of("-select_streams", "0", "-show_entries", "stream=" + entries, "-of", "csv=p=0", file)).strip();
    }

    /** Tables of every sampling rate, long and short windows, one to six channels: each access unit ends where it should. */
    @ParameterizedTest
    @CsvSource({"96000, stereo, 256k", "88200, mono, 96k", "64000, stereo, 192k", "48000, 5.1, 320k", "44100, stereo, 64k",
            "32000, stereo, 160k", "24000, stereo, 96k", "22050, mono, 64k", "16000, stereo, 64k", "12000, mono, 32k",
            "11025, stereo, 48k", "8000, stereo, 32k", "7350, mono, 16k"})
    void everyAccessUnitOfTheEncoderIsFollowedToItsEnd(int rate, String layout, String bitrate) throws IOException {
        AdtsStream stream = encoded(rate, layout, bitrate);
        byte[] header = stream.headers().get(0);
        int config = 2 << 11 | (header[2] >> 2 & 15) << 7 | ((header[2] & 1) << 2 | header[3] >> 6 & 3) << 3;
        AacRawDataBlocks blocks = new AacRawDataBlocks(
                AudioSpecificConfig.parse(ByteBuffer.allocate(2).putShort((short) config).flip()));
        assertThat(stream.units()).hasSizeGreaterThan(5);
        stream.units().forEach(unit -> blocks.read(ByteBuffer.wrap(unit)));
        assertThat(blocks.sbr()).isFalse();
    }

    /** In a timescale of 10 MHz nothing but the access units tells of the extension. */
    @ParameterizedTest
    @CsvSource({"stereo, NONE, mp4a.40.2, LC, 24000, 2", "mono, NONE, mp4a.40.2, LC, 24000, 1",
            "stereo, PAIR, mp4a.40.5, HE-AAC, 48000, 2", "mono, STEREO, mp4a.40.29, HE-AACv2, 48000, 2",
            // ffprobe takes any single channel with band replication for stereo
            "mono, SBR, mp4a.40.5, HE-AACv2, 48000, 1"})
    void silentExtensionsAreFoundWhereFfmpegFindsThem(String layout, String extension, String name, String profile, int rate,
            int channels) throws IOException {
        AdtsStream plain = encoded(24000, layout, "48k");
        AdtsStream stream = switch (extension) {
            case "PAIR" -> plain.extended(AdtsStream.SBR_OF_PAIR);
            case "STEREO" -> plain.extended(AdtsStream.SBR_WITH_STEREO);
            case "SBR" -> plain.extended(AdtsStream.SBR);
            default -> plain;
        };
        Files.write(scratch.resolve("silent.aac"), stream.bytes());
        // in two steps, as the configuration has to be known before ismv begins
        Ffmpeg.ffmpeg(scratch, "-f aac -i silent.aac -c copy told.mp4");
        Ffmpeg.ffmpeg(scratch, "-i told.mp4 -c copy -f ismv silent.mp4");
        assertThat(Ffmpeg.warnings(scratch, List.of("-xerror", "-i", "silent.mp4", "-f", "null", "-"))).isEmpty();
        assertThat(probe("silent.mp4", "profile")).isEqualTo(profile);

        TrackIndex track = indexed("silent.mp4");
        AacCodec codec = (AacCodec) track.codec();
        assertThat(codec.config().sbr()).as("announced by the configuration").isFalse();
        assertThat(track.timescale()).isEqualTo(10_000_000);
        assertThat(track.probe().outcome()).isEqualTo(TrackProbe.Outcome.KNOWN);
        assertThat(codec.rfc6381(false)).isEqualTo(name);
        assertThat(codec.sampleRate()).isEqualTo(rate);
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(probe("silent.mp4", "sample_rate")).isEqualTo(Integer.toString(rate));
    }

    private static final String CARD = "-f lavfi -i testsrc2=size=%s:rate=25:d=4 -c:v libx264 -preset ultrafast -g 25"
            + " -x264-params keyint=25:scenecut=0:%s -f h264 %s";

    @ParameterizedTest
    @CsvSource({"aud=1, true", "aud=0, false"})
    void keyFramesOfAByteStream(String parameters, boolean delimiters) throws IOException {
        Ffmpeg.ffmpeg(scratch, String.format(CARD, "320x180", parameters + ":repeat-headers=1", "a.h264"));
        Ffmpeg.ffmpeg(scratch, "-framerate 25 -i a.h264 -c copy a.mp4");
        TrackProbe probe = indexed("a.mp4").probe();
        assertThat(probe).isEqualTo(
                new TrackProbe(TrackProbe.Outcome.KNOWN, 4, delimiters, true, TrackProbe.Gops.CLOSED, -1,
                        new CaptionData(false, false)));
    }

    @Test
    void anotherEncodingBehindTheFirstIsReportedWithItsTime() throws IOException {
        Ffmpeg.ffmpeg(scratch, String.format(CARD, "320x180", "repeat-headers=1", "a.h264"));
        Ffmpeg.ffmpeg(scratch, String.format(CARD, "320x180", "repeat-headers=1:cabac=1:ref=3", "b.h264"));
        Path both = scratch.resolve("both.h264");
        Files.write(both, Files.readAllBytes(scratch.resolve("a.h264")));
        Files.write(both, Files.readAllBytes(scratch.resolve("b.h264")), java.nio.file.StandardOpenOption.APPEND);
        Files.createDirectory(scratch.resolve("asset"));
        Ffmpeg.ffmpeg(scratch, "-framerate 25 -i both.h264 -c copy asset/both.mp4");
        try (FileStorage files = new FileStorage(scratch)) {
            AssetInfo info = new Ingest(files, new IndexCache(files, 1 << 20), new CueCache(files, 1 << 20), 60_000_000,
                    Packagings::limits)
                    .ingest("both", "asset/", Overwrite.OWN).join();
            assertThat(info.findings()).filteredOn(finding -> finding.message().contains("parameter sets that its avcC"))
                    .singleElement().satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                        assertThat(finding.file()).isEqualTo("both.mp4");
                        assertThat(finding.time()).isEqualTo(40_000_000L);
                    });
        }
    }

    /** A caption message in front of each slice, which ffprobe shows beside each picture. */
    @Test
    void captionsAreFoundWhereFfmpegFindsThem() throws IOException {
        Ffmpeg.ffmpeg(scratch, String.format(CARD, "320x180", "repeat-headers=1:slices=1", "a.h264"));
        byte[] sei = HexFormat.of().parseHex("00000001" + "0604" + "11" + "b5003147413934" + "03" + "42ff" + "fc942c" + "fe8080"
                + "ff" + "80");
        byte[] plain = Files.readAllBytes(scratch.resolve("a.h264"));
        ByteArrayOutputStream captioned = new ByteArrayOutputStream();
        int from = 0;
        for (int i = 0; i + 4 < plain.length; i++) {
            boolean start = plain[i] == 0 && plain[i + 1] == 0 && plain[i + 2] == 1;
            int type = plain[i + 3] & 0x1f;
            if (start && (type == 1 || type == 5)) {
                int at = i > 0 && plain[i - 1] == 0 ? i - 1 : i;
                captioned.write(plain, from, at - from);
                captioned.writeBytes(sei);
                from = at;
            }
        }
        captioned.write(plain, from, plain.length - from);
        Files.write(scratch.resolve("c.h264"), captioned.toByteArray());
        for (String file : List.of("a", "c")) {
            Ffmpeg.ffmpeg(scratch, "-framerate 25 -i " + file + ".h264 -c copy " + file + ".mp4");
            boolean captions = Ffmpeg.ffprobe(scratch, List.of("-read_intervals", "%+#2", "-show_entries",
                    "frame_side_data=side_data_type", file + ".mp4")).contains("Closed Captions");
            assertThat(captions).isEqualTo(file.equals("c"));
            assertThat(indexed(file + ".mp4").probe().captions()).isEqualTo(new CaptionData(captions, captions));
        }
    }
}
