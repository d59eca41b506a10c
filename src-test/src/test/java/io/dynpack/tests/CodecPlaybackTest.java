package io.dynpack.tests;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/** Three players play what Chromium can decode besides H.264 with AAC, seek about in it, and change codec and language. */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class CodecPlaybackTest {

    @ParameterizedTest
    @CsvSource({"HLS_JS, HLS_CMAF", "SHAKA, HLS_CMAF", "SHAKA, DASH_CMAF", "DASH_JS, DASH_CSF"})
    void playsAv1WithOpus(PlayerName player, StreamingFormat format, QuickstartOrigin origin, Browser browser) {
        exercise(Fixtures.av1AndOpus(), player, format, origin, browser);
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, HLS_CMAF", "SHAKA, HLS_CMAF", "SHAKA, DASH_CSF", "DASH_JS, DASH_CMAF"})
    void playsVp9WithFlac(PlayerName player, StreamingFormat format, QuickstartOrigin origin, Browser browser) {
        exercise(Fixtures.vp9AndFlac(), player, format, origin, browser);
    }

    private static void exercise(Path folder, PlayerName player, StreamingFormat format, QuickstartOrigin origin,
            Browser browser) {
        try (Playback playback = browser.play(player, origin.manifest(folder, format))) {
            Playback.State end = playback.exercise();
            assertThat(end.errors()).as(playback.report()).isEmpty();
            assertThat(end.stalls()).as(playback.report()).isZero();
            assertThat(end.levels()).hasSize(2);
            assertThat(end.audio()).hasSize(2).doesNotHaveDuplicates();
        }
    }
}
