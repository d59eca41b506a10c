package io.dynpack.tests;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** ffmpeg reads what a URL names to its last frame, with the options that the page on players gives and no others. */
@ExtendWith(QuickstartOrigin.Provider.class)
class FfmpegUrlsTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"m3u8-cmaf, -extension_picky 0", "m3u8-aapl, -extension_picky 0", "m3u8-aapl-v3, -extension_picky 0",
            "mpd-time-cmaf, ''", "mpd-time-csf, ''"})
    void readsEveryFrame(String format, String options, QuickstartOrigin origin) {
        URI manifest = origin.publish(Fixtures.ladder()).resolve("manifest(format=" + format + ")");
        List<String> arguments = new ArrayList<>();
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        arguments.addAll(List.of("-v", "error", "-count_packets", "-select_streams", "v:0", "-show_entries",
                "stream=nb_read_packets", "-of", "csv=p=0", manifest.toString()));
        assertThat(Ffmpeg.ffprobe(scratch, arguments).strip().replace(",", "").lines().findFirst())
                .hasValue(Integer.toString(Fixtures.FRAMES));
    }
}
