package io.dynpack.packaging;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.Harbour;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What transport streams carry, and what they leave out. */
class CarriedLevelsTest {
    /** AAC-LC, 48 kHz, two channels that a program config element describes. */
    private static final String PROGRAM_CONFIG = "118004c400002000";

    private final CarriedLevels levels = new CarriedLevels(Carriage.TRANSPORT_STREAM, Set.of());

    private static TrackSource video() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).frames(600, 1001, 60);
        return TestTracks.source("v.mp4", movie, 0, 1000, "video");
    }

    private static TrackSource audio(String name, long bitrate, String config) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 2, config)).audioFrames(900, 1024);
        return TestTracks.source(name + bitrate + ".mp4", movie, 0, bitrate, name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            118004c400002000 | AAC with channels that a program config element describes
            11d8             | AAC with channel configuration 11
            1194             | AAC with frames of 960 samples
            178055f010       | AAC with a sampling rate of 44000 Hz
            """)
    void aacThatNoHeaderDescribesIsRefused(String config, String what) {
        Presentation whole = TestTracks.present(video(), audio("a", 128, config));
        assertThatThrownBy(() -> levels.of(whole.all())).isInstanceOfSatisfying(NotCarriedException.class,
                e -> assertThat(e.kind()).isEqualTo(TrackKind.AUDIO))
                .hasMessage(what + " is not carried in transport streams");
        assertThat(Packagings.limits(whole)).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo("a128.mp4");
            assertThat(finding.message())
                    .startsWith("a 128: " + what + " is not carried in transport streams, so that HLS v4 and"
                            + " v3 are refused");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ec-3 | dec3 | 0c00200f000110           | TRANSPORT_STREAM | E-AC-3 with objects (Dolby Atmos) is
            dtsx | udts | 01200000003f8000         | TRANSPORT_STREAM | the codec dtsx is
            Opus | dOps | 000201380000bb80000000   | TRANSPORT_STREAM | the codec Opus is
            Opus | dOps | 000201380000bb80000000   | SMOOTH           | the codec Opus is
            ac-3 | dac3 | 101140                   | SMOOTH           | the codec ac-3 is
            """)
    void soundThatAFormatDoesNotCarryIsRefused(String format, String box, String config, Carriage carriage, String what) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.sound(format, 48000, 2, box, config)).audioFrames(900, 960);
        Presentation whole = TestTracks.present(video(), TestTracks.source("a.mp4", movie, 0, 128, "a"));
        assertThatThrownBy(() -> new CarriedLevels(carriage, Set.of()).of(whole.all()))
                .isInstanceOfSatisfying(NotCarriedException.class, e -> assertThat(e.kind()).isEqualTo(TrackKind.AUDIO))
                .hasMessage(what + " not carried in " + carriage.title());
        assertThat(new CarriedLevels(Carriage.CMAF, Set.of()).leftOut(whole)).isEmpty();
    }

    @Test
    void levelsAndTracksThatAreNotCarriedAreLeftOutBesideOthers() {
        Presentation whole = TestTracks.present(video(), audio("first", 128, PROGRAM_CONFIG),
                audio("second", 96, TestEntries.AAC_48), audio("third", 64, TestEntries.AAC_48), audio("third", 48, "1194"));
        assertThat(whole.all().audio(null).name()).isEqualTo("first");
        Selection carried = levels.of(whole.all());
        assertThat(carried.streams()).extracting(SelectedStream::name).containsExactly("video", "second", "third");
        assertThat(carried.stream("third").levels()).extracting(level -> level.bitrate()).containsExactly(64L);
        assertThat(carried.streams(TrackKind.AUDIO)).extracting(SelectedStream::isDefault).containsExactly(true, false);
        assertThat(carried.audio(null).name()).isEqualTo("second");
        assertThat(levels.leftOut(whole)).extracting(left -> left.level().file().name()).containsExactly("first128.mp4",
                "third48.mp4");
    }

    @Test
    void whatIsCarriedWhollyIsTheSame() {
        Presentation whole = TestTracks.present(video(), audio("a", 96, TestEntries.AAC_48));
        Selection all = whole.all();
        assertThat(levels.of(all)).isSameAs(all);
        assertThat(Packagings.limits(whole)).isEmpty();
    }

    @Test
    void codecsThatAreSwitchedOffAreNotCarried() {
        assertThatThrownBy(() -> new Packagings(Set.of("AVC1")).of(Format.DASH_CMAF).carried(Harbour.presentation().all()))
                .isInstanceOf(NotCarriedException.class).hasMessage("the codec avc1 is switched off here (refusedCodecs)");
        assertThat(new Packagings(Set.of("ac-3")).of(Format.DASH_CMAF).carried(Harbour.presentation().all()).streams())
                .hasSize(3);
    }
}
