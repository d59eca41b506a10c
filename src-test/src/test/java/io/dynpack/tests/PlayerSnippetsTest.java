package io.dynpack.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.microsoft.playwright.Page;

import io.dynpack.tests.player.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts of the page on players, as they stand there, play in Chromium. */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class PlayerSnippetsTest {
    private static final Path PAGE = Path.of("../camel-dynpack-component/src/main/docs/players.md");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final List<String> PLAYERS = List.of("hls.min.js", "shaka-player.compiled.js", "dash.all.min.js",
            "dash.mss.min.js");

    static Stream<Arguments> snippets() throws Exception {
        List<Arguments> snippets = Pattern.compile("### ([^\n]*)\n\n```js\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE)).results().map(block -> Arguments.of(block.group(1), block.group(2))).toList();
        assertThat(snippets).hasSize(3);
        return snippets.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void plays(String player, String script, QuickstartOrigin origin, Browser browser) {
        String stream = origin.publish(SAMPLE).toString();
        Page page = browser.page(640, 360);
        try {
            page.navigate(origin.base().resolve("published.json").toString());
            page.setContent("<video muted autoplay></video>");
            PLAYERS.forEach(
                    name -> page.addScriptTag(new Page.AddScriptTagOptions().setUrl(origin.base().resolve("vendor/" + name)
                            .toString())));
            page.evaluate("async stream => { " + script + " }", stream.substring(0, stream.length() - 1));
            page.waitForFunction("document.querySelector('video').currentTime > 1", null,
                    new Page.WaitForFunctionOptions().setTimeout(30_000));
        } finally {
            page.context().close();
        }
    }
}
