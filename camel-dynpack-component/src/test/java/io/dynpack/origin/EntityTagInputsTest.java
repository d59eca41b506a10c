package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.asset.AssetCache;
import io.dynpack.asset.AssetLoader;
import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.index.TestMovie;
import io.dynpack.manifest.Harbour;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TextForm;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;

/** Nodes with other options make other bytes at the same URL, so that they have to give them other entity tags. */
class EntityTagInputsTest {
    private static final int BYTES = 1 << 24;

    private final MemoryStorage storage = new MemoryStorage(2);

    @BeforeEach
    void store() {
        storage.putBytes("a/film.mp4", film());
        storage.putBytes("a/film.vtt", utf8("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n"));
        storage.putBytes("a/film.ism", utf8("""
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4"/>
                <textstream src="film.vtt" systemLanguage="en"/></switch></body></smil>"""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] film() {
        TestMovie movie = new TestMovie();
        movie.video().frames(250, 3600, 50);
        return movie.progressive();
    }

    private String tag(Packagings packagings, String path) {
        IndexCache indexes = new IndexCache(storage, BYTES);
        AssetCache assets = new AssetCache(storage,
                new AssetLoader(storage, indexes, new CueCache(storage, BYTES), TestTracks.SIX_SECONDS), Clock.systemUTC(),
                Duration.ofHours(1), Duration.ofHours(1), 1);
        LocatorLookup locators = new LocatorLookup(new Catalog(storage, Clock.systemUTC()), Clock.systemUTC(),
                Duration.ofHours(1), 1);
        OriginCaches caches = new OriginCaches(BYTES, BYTES, assets.budget(), packagings,
                (codec, run) -> CompletableFuture.failedFuture(new IllegalStateException("nothing is encrypted here")));
        Origin origin = new Origin(locators, assets, storage,
                id -> CompletableFuture.failedFuture(new IllegalStateException("nothing is encrypted here")), caches,
                OriginOptions.DEFAULT, Clock.systemUTC());
        OriginResponse response = origin.present(null, "a/",
                (StreamingUrl.OfPresentation) StreamingUrl.parse("/" + Harbour.LOCATOR + "/film.ism/" + path)).join();
        assertThat(response.status()).as(response.cause()).isEqualTo(200);
        return response.headers().get("ETag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest(format=mpd-time-cmaf)", "QualityLevels(0)/Fragments(subt_en=0,format=mpd-time-cmaf)",
            "QualityLevels(0)/Fragments(subt_en=i,format=mpd-time-csf)"})
    void theFormOfTextOfDashIsOne(String path) {
        Packagings imsc = new Packagings(Set.of(), TextForm.IMSC1, TextForm.IMSC1);
        Packagings wvtt = new Packagings(Set.of(), TextForm.IMSC1, TextForm.WVTT);
        assertThat(tag(wvtt, path)).isNotNull().isNotEqualTo(tag(imsc, path)).isEqualTo(tag(wvtt, path));
    }

    @Test
    void theFormOfTextOfHlsIsOne() {
        String path = "manifest(format=m3u8-cmaf)";
        assertThat(tag(new Packagings(Set.of(), TextForm.WEBVTT, TextForm.IMSC1), path)).isNotNull()
                .isNotEqualTo(tag(new Packagings(), path));
    }
}
