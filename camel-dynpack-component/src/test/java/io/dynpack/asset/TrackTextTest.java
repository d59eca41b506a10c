package io.dynpack.asset;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.UuidBox;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.StorageException;
import io.dynpack.text.Cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What reading the text of a track asks of the storage, and when. */
class TrackTextTest {
    private static final int CUES = 40;

    private final TestStorage storage = new TestStorage();

    private static TestMovie.Track texts(TestMovie movie) {
        TestMovie.Track track = movie.other("sbtl", TestEntries.tx3g(0)).timescale(1000).chunks(2);
        for (int i = 0; i < CUES; i++) {
            byte[] text = String.format("\0\7Cue %03d", i).getBytes(StandardCharsets.US_ASCII);
            track.unit(new byte[2], 500, true).unit(text, 500, true);
        }
        return track;
    }

    /** A second of video in each chunk, 60 KB, with a second of text behind it. */
    private static byte[] film() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 30 * CUES; i++) {
            video.add(2000, 3000, 0, i % 30 == 0);
        }
        video.chunks(30);
        texts(movie);
        return movie.progressive();
    }

    private static byte[] textAlone() {
        TestMovie movie = new TestMovie();
        texts(movie);
        return movie.progressive();
    }

    private List<TextStream> load() {
        storage.with("a/film.mp4", film()).with("a/text.mp4", textAlone()).with("a/film.ism", """
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4"/>
                <textstream src="film.mp4"/><textstream src="text.mp4"/></switch></body></smil>""");
        IndexCache indexes = new IndexCache(storage, 1 << 24);
        Presentation presentation = new AssetLoader(storage, indexes, new CueCache(storage, 1 << 20, indexes.budget()),
                60_000_000)
                .load("a/", "film.ism", TrackAdditions.NONE).join().presentation();
        assertThat(presentation.findings()).isEmpty();
        storage.reads.clear();
        return presentation.texts();
    }

    private static void assertWhole(TextStream text) {
        List<Cue> cues = text.source().cues().join().cues();
        assertThat(cues).hasSize(CUES);
        for (int i = 0; i < CUES; i++) {
            assertThat(cues.get(i).text()).isEqualTo(String.format("Cue %03d", i));
            assertThat(cues.get(i).start()).isEqualTo(i * 10_000_000L + 5_000_000);
            assertThat(cues.get(i).end()).isEqualTo((i + 1) * 10_000_000L);
        }
    }

    /** A call for each cue that lies apart, one for all that lie together, none for silence and none for what is known. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void samplesAreReadOnceAndTogetherWhereTheyAre(boolean asynchronous) {
        List<TextStream> texts = load();
        storage.asynchronous = asynchronous;
        assertWhole(texts.get(0));
        assertThat(storage.reads).hasSize(CUES).allMatch(read -> read.startsWith("a/film.mp4@") && read.endsWith("+9"));
        storage.reads.clear();
        assertWhole(texts.get(1));
        assertThat(storage.reads).hasSize(1);
        assertWhole(texts.get(0));
        assertWhole(texts.get(1));
        assertThat(storage.reads).hasSize(1);
        assertThat(storage.closed).isEqualTo(storage.opened);
    }

    /** As Azure Media Services wrote {@code .cmft}: a group of cues in a fragment that only {@code tfxd} dates, silence between. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void groupsOfCuesHaveTheTimeOfTheirFragments(int countedFrom) {
        TestMovie movie = new TestMovie().perFragment(1);
        TestMovie.Track track = movie.other("subt", TestEntries.stpp()).timescale(10_000_000).language("fra").withoutTfdt();
        int[] starts = {0, 100};
        for (int fragment = 0; fragment < starts.length; fragment++) {
            int zero = starts[fragment] - Math.min(starts[fragment], countedFrom);
            track.unit(("<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"" + (zero + 1) + "s\" end=\""
                    + (zero + 2)
                    + "s\">Un</p><p begin=\"" + (zero + 3) + "s\" end=\"" + (zero + 4) + "s\">Deux</p></div></body></tt>")
                    .getBytes(StandardCharsets.US_ASCII), 50_000_000, true);
            BoxWriter out = new BoxWriter(64);
            UuidBox.tfxd(starts[fragment] * 10_000_000L, 50_000_000).write(out);
            track.fragmentBoxes(fragment, out.toByteArray());
        }
        storage.with("a/fr.cmft", movie.fragmented()).with("a/film.mp4", film()).with("a/film.ism", """
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4"/>
                <textstream src="fr.cmft" systemBitrate="310"/></switch></body></smil>""");
        IndexCache indexes = new IndexCache(storage, 1 << 24);
        TextStream text = new AssetLoader(storage, indexes, new CueCache(storage, 1 << 20), 60_000_000)
                .load("a/", "film.ism", TrackAdditions.NONE)
                .join().presentation().texts().get(0);
        assertThat(text.name()).isEqualTo("subt_fra");
        assertThat(text.source().cues().join().cues()).extracting(cue -> cue.text() + " " + cue.start() / 10_000_000)
                .containsExactly("Un 1", "Deux 3", "Un 101", "Deux 103");
    }

    @Test
    void readsThatFailAreTriedAgain() {
        List<TextStream> texts = load();
        storage.unreadableFrom = 1_000_000;
        assertThatThrownBy(() -> texts.get(0).source().cues().join()).hasCauseInstanceOf(StorageException.class);
        storage.unreadableFrom = Long.MAX_VALUE;
        assertWhole(texts.get(0));
        assertThat(storage.closed).isEqualTo(storage.opened);
    }
}
