package io.dynpack.text;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.dynpack.text.TextDocumentTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CueSampleTest {
    private static final long SECOND = CueTime.PER_SECOND;
    /** 0: 1 s to 3 s, 1: 2 s to 5 s, 2: 2 s to 3 s, 3: 5 s to 6 s. */
    private static final CueList CUES = read("""
            WEBVTT

            00:01.000 --> 00:03.000
            a

            00:02.000 --> 00:05.000 line:0
            b

            id
            00:02.000 --> 00:03.000
            c <00:02.500>d

            00:05.000 --> 00:06.000
            é
            """);

    private static CueSample sample(long from, long to, Integer... cues) {
        return new CueSample(from * SECOND, (to - from) * SECOND, List.of(cues));
    }

    @Test
    void samplesAreCutAtEachChange() {
        assertThat(CueSample.of(CUES, 0, 8 * SECOND)).containsExactly(sample(0, 1), sample(1, 2, 0), sample(2, 3, 0, 1, 2),
                sample(3, 5, 1), sample(5, 6, 3), sample(6, 8));
        assertThat(CueSample.of(CUES, 4 * SECOND, 5 * SECOND)).containsExactly(sample(4, 5, 1));
        assertThat(CueSample.of(CUES, 6 * SECOND, 12 * SECOND)).containsExactly(sample(6, 12));
        assertThatThrownBy(() -> CueSample.of(CUES, SECOND, SECOND)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String boxes(CueSample sample) {
        return HexFormat.of().formatHex(WvttSample.bytes(CUES, sample));
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void boxesOfASample() {
        assertThat(boxes(sample(0, 1))).isEqualTo("00000008" + text("vtte"));
        assertThat(boxes(sample(5, 6, 3))).isEqualTo("0000001e" + text("vttc") + "0000000c" + text("vsid") + "00000003"
                + "0000000a" + text("payl") + "c3a9");
        assertThat(boxes(sample(3, 5, 1))).isEqualTo("0000002b" + text("vttc") + "0000000c" + text("vsid") + "00000001"
                + "0000000e" + text("sttgline:0") + "00000009" + text("paylb"));
        assertThat(boxes(sample(2, 3, 2))).isEqualTo("00000048" + text("vttc") + "0000000c" + text("vsid") + "00000002"
                + "0000000a" + text("idenid") + "00000014" + text("ctim00:00:02.000") + "00000016"
                + text("paylc <00:02.500>d"));
    }
}
