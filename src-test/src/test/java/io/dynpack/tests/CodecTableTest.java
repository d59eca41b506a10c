package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.microsoft.playwright.Page;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each format makes of each codec: found by asking, held against ffmpeg's reading, and written down as the table of the
 * documentation, which has to be what is found. What was found lies in {@code target/codecs.md}.
 */
@Tag("node")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class CodecTableTest {
    private static final Path TABLE = Path.of("../camel-dynpack-component/src/main/docs/codecs.md");
    private static final String TABLE_BEGINS = "| codec |";

    /** Formats of the table, the words in URLs of each column. */
    private static final Map<String, List<String>> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("HLS CMAF", List.of("m3u8-cmaf"));
        COLUMNS.put("HLS v4, v3", List.of("m3u8-aapl", "m3u8-aapl-v3"));
        COLUMNS.put("DASH CMAF, CSF", List.of("mpd-time-cmaf", "mpd-time-csf"));
        COLUMNS.put("Smooth", List.of("fmp4", "fmp4-v20"));
    }

    enum Encoding {
        AVC1("H.264", true, "-c:v libx264 -preset veryfast"),
        AVC3("H.264, sets in band", true, "-c:v libx264 -preset veryfast -tag:v avc3 -bsf:v dump_extra"),
        HVC1("HEVC", true, "-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1"),
        HEV1("HEVC, sets may be in band", true, "-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hev1"),
        AV01("AV1", true, "-c:v libsvtav1 -preset 12 -svtav1-params fast-decode=1"),
        VP09("VP9", true, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 200k"),
        MP4A("AAC-LC", false, "-c:a aac -b:a 64k"),
        AC_3("AC-3", false, "-c:a ac3 -b:a 192k"),
        EC_3("E-AC-3", false, "-c:a eac3 -b:a 192k"),
        DTSC("DTS", false, "-c:a dca -strict -2 -b:a 768k"),
        OPUS("Opus", false, "-c:a libopus -b:a 64k"),
        FLAC("FLAC", false, "-c:a flac -strict -2"),
        MP3("MP3", false, "-c:a libmp3lame -b:a 128k"),
        ALAC("ALAC", false, "-c:a alac"),
        IPCM("PCM", false, "-c:a pcm_s24be"),
        FPCM("PCM, floating point", false, "-c:a pcm_f32le"),
        SOWT("PCM of QuickTime", false, "-c:a pcm_s16le -f mov"),
        IAMF("IAMF", false, "-c:a libopus -b:a 64k"
                + " -stream_group type=iamf_audio_element:id=1:st=0:audio_element_type=channel,layer=ch_layout=stereo"
                + " -stream_group type=iamf_mix_presentation:id=3:stg=0:annotations=en-us=Mix,"
                + "submix=parameter_id=100:parameter_rate=48000:default_mix_gain=0.0"
                + "|element=stg=0:parameter_id=100:annotations=en-us=Tone"
                + "|layout=layout_type=loudspeakers:sound_system=stereo"),
        USAC("xHE-AAC *", false, "mp4a", "esds",
                "00000000 038080801d0000000415401500000000 01f4000001f0180506f94643220500060102"),
        AC_4("AC-4 *", false, "ac-4", "dac4", "20a40120003e801fffffffe0010ffb8400004200000250100000020000"),
        MHM1("MPEG-H *", false, "mhm1", "mhaC", "010d020000"),
        VVC1("VVC *", true, "vvc1", "vvcC", "00000000 ff 0011 5f 01 02 33 80 00 00c0 006c 0000 00");

        private final String title;
        private final boolean video;
        private final String[] arguments;

        /**
         * @param arguments of ffmpeg; or the sample entry, its box and the payload of that, where nothing here encodes the
         * codec
         */
        Encoding(String title, boolean video, String... arguments) {
            this.title = title;
            this.video = video;
            this.arguments = arguments;
        }

        Path folder() {
            String name = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return arguments.length == 1
                    ? Fixtures.encoded(name, video, arguments[0])
                    : Fixtures.relabelled(name, video, arguments[0], arguments[1], arguments[2]);
        }
    }

    private final BitExactness exactness = new BitExactness();
    private final Delivery delivery = new Delivery();
    private final QuickstartOrigin origin;
    private final Page page;
    @TempDir
    Path scratch;

    CodecTableTest(QuickstartOrigin origin, Browser browser) {
        this.origin = origin;
        this.page = browser.page(320, 180);
    }

    @Test
    void theTableOfTheDocumentationIsWhatIsFound() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add(TABLE_BEGINS + " `codecs` | " + String.join(" | ", COLUMNS.keySet()) + " | Chromium |");
        lines.add("|---".repeat(COLUMNS.size() + 3) + "|");
        for (Encoding encoding : Encoding.values()) {
            lines.add(row(encoding));
        }
        String found = String.join("\n", lines) + "\n";
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/codecs.md"), found);
        String document = Files.readString(TABLE);
        int begin = document.indexOf(TABLE_BEGINS);
        String table = document.substring(begin, document.indexOf("\n\n", begin) + 1);
        assertThat(table).isEqualTo(found);
    }

    private String row(Encoding encoding) throws Exception {
        Path folder = encoding.folder();
        StringBuilder row = new StringBuilder("| ").append(encoding.title).append(" | ");
        List<String> cells = new ArrayList<>();
        String codecs = null;
        for (List<String> formats : COLUMNS.values()) {
            String cell = null;
            for (String format : formats) {
                String outcome = outcome(folder, format);
                assertThat(cell == null || cell.equals(outcome)).as(encoding + " " + format + " " + outcome).isTrue();
                cell = outcome;
                codecs = codecs == null && outcome.equals("exact") ? codecs(folder, format) : codecs;
            }
            cells.add(cell);
        }
        String mime = (encoding.video ? "video" : "audio") + "/mp4; codecs=\"" + codecs + "\"";
        boolean plays = codecs != null && (Boolean) page.evaluate("type => MediaSource.isTypeSupported(type)", mime);
        return row.append(codecs == null ? "" : "`" + codecs + "`").append(" | ").append(String.join(" | ", cells))
                .append(" | ")
                .append(plays ? "plays" : "").append(" |").toString();
    }

    /** @return {@code exact}, or the code of the refusal */
    private String outcome(Path folder, String format) throws Exception {
        URI manifest = manifest(folder, format);
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(manifest).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            Matcher code = Pattern.compile("<hresult>(\\w+)</hresult>").matcher(response.body());
            assertThat(code.find()).as(response.body()).isTrue();
            return response.statusCode() + " `" + code.group(1) + "`";
        }
        if (format.startsWith("m3u8-aapl")) {
            transportStream(folder, manifest);
        } else {
            assertThat(exactness.faults(folder, manifest, format(format))).as(manifest.toString()).isEmpty();
        }
        return "exact";
    }

    private static StreamingFormat format(String word) {
        return java.util.Arrays.stream(StreamingFormat.values())
                .filter(format -> format.manifest().equals("fmp4".equals(word) ? "manifest" : "manifest(format=" + word + ")"))
                .findFirst().orElseThrow();
    }

    private URI manifest(Path folder, String format) {
        return origin.publish(folder).resolve(
                format.equals("fmp4") ? "manifest" : "manifest(format=" + format + ")");
    }

    /** Decodes without a word, into as many frames as the file. */
    private void transportStream(Path folder, URI manifest) throws IOException {
        List<Rendition> renditions = Manifests.HLS.read(manifest, delivery::text).stream()
                .filter(rendition -> !rendition.kind().equals("iframe")).toList();
        assertThat(renditions).isNotEmpty();
        Path stream = scratch.resolve("all.ts");
        for (Rendition rendition : renditions) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            rendition.segments().forEach(segment -> all.writeBytes(delivery.bytes(segment)));
            Files.write(stream, all.toByteArray());
            assertThat(Ffmpeg.warnings(scratch, List.of("-i", stream.toString(), "-f", "null", "-"))).isEmpty();
            assertThat(frames(stream)).as(manifest.toString()).isEqualTo(frames(media(folder)));
        }
    }

    private String frames(Path file) {
        return Ffmpeg.ffprobe(scratch, List.of("-count_packets", "-show_entries", "stream=codec_name,nb_read_packets", "-of",
                "csv=p=0", file.toString())).lines().filter(line -> !line.isBlank()).findFirst().orElse("")
                .replaceAll(",$", "");
    }

    private static Path media(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String codecs(Path folder, String format) {
        Matcher codecs = Pattern.compile("(?i)codecs=\"([^\"]+)\"").matcher(delivery.text(manifest(folder, format)));
        return codecs.find() ? codecs.group(1) : null;
    }
}
