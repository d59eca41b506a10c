package io.dynpack.publishing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterFieldException;
import io.dynpack.presentation.filter.PresentationTimeRange;
import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters in the catalog: of an asset, of the account, in any case. */
class FilterCatalogTest {
    private final MemoryStorage storage = new MemoryStorage(2);
    private final Catalog catalog = new Catalog(storage, Clock.systemUTC());

    static AssetFilter assetFilter(String asset, String name, long bitrate) {
        return new AssetFilter(asset, filter(Filter.Scope.ASSET, name, bitrate));
    }

    static AccountFilter accountFilter(String name, long bitrate) {
        return new AccountFilter(filter(Filter.Scope.ACCOUNT, name, bitrate));
    }

    private static Filter filter(Filter.Scope scope, String name, long bitrate) {
        return new Filter(scope, name, PresentationTimeRange.ALL, OptionalLong.of(bitrate), List.of());
    }

    @BeforeEach
    void assets() {
        catalog.putAsset(Asset.at("Harbour", null, "harbour")).join();
        catalog.putAsset(Asset.at("other", null, "other")).join();
    }

    @Test
    void filtersAreReplacedAsAWholeAndFoundInAnyCase() {
        catalog.putAssetFilter(assetFilter("Harbour", "Mobile-EN", 1)).join();
        catalog.putAccountFilter(accountFilter("Mobile-EN", 2)).join();
        assertThat(storage.names()).contains("catalog/assets/Harbour/assetFilters/mobile-en.json",
                "catalog/accountFilters/mobile-en.json");
        assertThat(catalog.assetFilter("Harbour", "mobile-en").join()).hasValue(assetFilter("Harbour", "Mobile-EN", 1));
        assertThat(catalog.accountFilter("MOBILE-en").join()).hasValue(accountFilter("Mobile-EN", 2));
        assertThat(catalog.assetFilter("other", "mobile-en").join()).isEmpty();
        assertThat(catalog.accountFilter("none").join()).isEmpty();
        String before = catalog.readAssetFilter("Harbour", "mobile-en").join().orElseThrow().version();
        catalog.putAssetFilter(assetFilter("Harbour", "mobile-en", 3)).join();
        assertThat(catalog.assetFilter("Harbour", "Mobile-EN").join()).hasValue(assetFilter("Harbour", "mobile-en", 3));
        assertThat(catalog.readAssetFilter("Harbour", "mobile-en").join().orElseThrow().version()).isNotEqualTo(before);
        assertThat(catalog.listAssetFilters("Harbour", 10, null).join().items()).hasSize(1);
    }

    @Test
    void aFilterThatIsThereIsNotWrittenAgain() {
        assertThat(catalog.putAssetFilter(assetFilter("Harbour", "mobile", 1)).join()).isTrue();
        assertThat(catalog.putAccountFilter(accountFilter("mobile", 1)).join()).isTrue();
        String before = catalog.readAssetFilter("Harbour", "mobile").join().orElseThrow().version();
        assertThat(catalog.putAssetFilter(assetFilter("Harbour", "mobile", 1)).join()).isFalse();
        assertThat(catalog.putAccountFilter(accountFilter("mobile", 1)).join()).isFalse();
        assertThat(catalog.readAssetFilter("Harbour", "mobile").join().orElseThrow().version()).isEqualTo(before);
        assertThat(catalog.putAccountFilter(accountFilter("Mobile", 1)).join()).as("as it is spelt").isTrue();
    }

    @Test
    void filtersAreListedByPages() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            catalog.putAssetFilter(assetFilter("Harbour", "F" + i, 1)).join();
            catalog.putAccountFilter(accountFilter("G" + i, 1)).join();
        }
        catalog.putAssetFilter(assetFilter("other", "z", 1)).join();
        CatalogPage<AssetFilter> page = catalog.listAssetFilters("Harbour", 3, null).join();
        page.items().forEach(filter -> names.add(filter.name()));
        while (page.continuation() != null) {
            page = catalog.listAssetFilters("Harbour", 3, page.continuation()).join();
            page.items().forEach(filter -> names.add(filter.name()));
        }
        assertThat(names).containsExactly("F0", "F1", "F2", "F3", "F4", "F5", "F6");
        assertThat(catalog.listAccountFilters(10, null).join().items()).extracting(AccountFilter::name)
                .containsExactly("G0", "G1", "G2", "G3", "G4", "G5", "G6");
        assertThat(catalog.listAssetFilters("never", 10, null).join().items()).isEmpty();
        assertThat(catalog.listAssets(10, null).join().items()).as("filters are no assets").extracting(Asset::name)
                .containsExactly("Harbour", "other");
    }

    @Test
    void filtersAreDeletedInAnyCase() {
        catalog.putAssetFilter(assetFilter("Harbour", "f", 1)).join();
        catalog.putAccountFilter(accountFilter("f", 1)).join();
        assertThat(catalog.deleteAssetFilter("Harbour", "F").join()).isTrue();
        assertThat(catalog.deleteAssetFilter("Harbour", "F").join()).isFalse();
        assertThat(catalog.accountFilter("f").join()).isPresent();
        assertThat(catalog.deleteAccountFilter("F").join()).isTrue();
        assertThat(catalog.deleteAccountFilter("F").join()).isFalse();
    }

    @Test
    void aDamagedFilterHidesNoOtherAndCanBeDeleted() {
        catalog.putAccountFilter(accountFilter("good", 1)).join();
        storage.putText("catalog/accountFilters/bad.json", """
                {"name": "bad", "properties": {"presentationTimeRange": {"startTimestamp": 9, "endTimestamp": 3}}}""");
        storage.putText("catalog/accountFilters/copy.json", "{\"name\": \"good\"}");
        CatalogPage<AccountFilter> page = catalog.listAccountFilters(10, null).join();
        assertThat(page.items()).containsExactly(accountFilter("good", 1));
        assertThat(page.damaged()).extracting(CatalogDocumentException::document)
                .containsExactly("catalog/accountFilters/bad.json", "catalog/accountFilters/copy.json");
        assertThatThrownBy(() -> catalog.accountFilter("bad").join()).cause().isInstanceOf(CatalogDocumentException.class)
                .hasMessageContaining("properties.presentationTimeRange.endTimestamp is 3");
        assertThatThrownBy(() -> catalog.accountFilter("copy").join()).hasMessageContaining("under the name of another");
        assertThat(catalog.deleteAccountFilter("bad").join()).isTrue();
        assertThat(catalog.accountFilter("bad").join()).isEmpty();
    }

    @Test
    void filtersOfAnAssetThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> catalog.putAssetFilter(assetFilter("nothing", "f", 1)).join()).cause()
                .isInstanceOf(CatalogNotFoundException.class).hasMessageContaining("asset").hasMessageContaining("nothing");
    }

    @Test
    void aNameThatNoUrlCanCarryIsRefused() {
        for (String name : List.of("a;b", "a,b", "a)", "a=b", "a/b", "x".repeat(1025))) {
            assertThatThrownBy(() -> accountFilter(name, 1)).isInstanceOf(FilterFieldException.class)
                    .hasMessageStartingWith("name is \"" + name);
            assertThatThrownBy(() -> assetFilter("Harbour", name, 1)).isInstanceOf(FilterFieldException.class);
        }
        catalog.putAccountFilter(accountFilter("für Ältere", 1)).join();
        assertThat(catalog.accountFilter("FÜR ÄLTERE").join()).isPresent();
    }

    /** File systems do not hold a file and a folder of one name. */
    @Test
    void theFolderOfAnAssetIsNoDocumentOfAnother() {
        catalog.putAsset(Asset.at("a", null, "a")).join();
        catalog.putAsset(Asset.at("a.json", null, "b")).join();
        catalog.putAssetFilter(assetFilter("a.json", "f", 1)).join();
        assertThat(storage.names()).contains("catalog/assets/a.json", "catalog/assets/a~2ejson/assetFilters/f.json");
        assertThat(catalog.assetFilter("a.json", "f").join()).isPresent();
        assertThat(catalog.assetFilter("a", "f").join()).isEmpty();
        String longName = "x".repeat(600);
        catalog.putAsset(Asset.at(longName, null, "c")).join();
        catalog.putAssetFilter(assetFilter(longName, longName, 1)).join();
        assertThat(catalog.assetFilter(longName, longName.toUpperCase(java.util.Locale.ROOT)).join()).isPresent();
    }
}
