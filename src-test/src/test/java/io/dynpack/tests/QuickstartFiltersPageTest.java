package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.microsoft.playwright.Page;

import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page plays a filtered asset, and says what the filter left and why. */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class QuickstartFiltersPageTest {
    private static final String FILTERS = """
            [{"name": "pagesmall", "properties": {"tracks": [
               {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Video"},
                                    {"property": "Bitrate", "operation": "Equal", "value": "0-%d"}]},
               {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Audio"}]}]}}]
            """;

    @Test
    void showsWhatIsLeft(QuickstartOrigin origin, Browser browser) throws IOException {
        URI base = origin.publish(Fixtures.ladder());
        Delivery delivery = new Delivery();
        String asset = Fixtures.ladder().getFileName().toString();
        Page page = browser.page(1300, 1500);
        page.navigate(base.resolve("/") + "#asset=" + asset);
        page.waitForFunction("() => window.dynpack && dynpack.ready && dynpack.levels.length === 5");
        int lowest = (Integer) page.evaluate("() => Math.min(...dynpack.assets.find(a => a.name === '" + asset
                + "').streams.filter(s => s.kind === 'video').flatMap(s => s.levels).map(l => l.bitrate))");
        Path document = origin.media().resolve("accountFilters.json");
        Files.writeString(document, FILTERS.formatted(lowest));
        try {
            await().until(() -> delivery.text(base.resolve("/filters.json")), list -> list.contains("\"pagesmall\""));
            page.fill("#filter", "pagesmall");
            page.click("#filter-part button");
            page.waitForFunction("() => dynpack.ready && dynpack.levels.length === 1 && dynpack.currentTime > 0.5");
            assertThat(page.url()).endsWith("&filter=pagesmall");
            page.click("#explain-part summary");
            page.waitForFunction("() => document.querySelectorAll('#explained tbody tr').length === 7");
            assertThat(page.textContent("#answer")).isEqualTo("200 · filters pagesmall");
            assertThat(page.locator("#explained tbody tr", new Page.LocatorOptions().setHasText("pagesmall hides it")).count())
                    .isEqualTo(4);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-filter.png")).setFullPage(true));
            page.fill("#filter", "nothing");
            page.click("#filter-part button");
            page.waitForFunction(
                    "() => document.getElementById('answer').textContent.startsWith('404 MPE_EGRESS_FILTER_NOT_FOUND')");
        } finally {
            Files.delete(document);
            page.context().close();
        }
    }
}
