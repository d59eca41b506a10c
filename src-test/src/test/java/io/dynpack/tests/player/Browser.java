package io.dynpack.tests.player;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

/**
 * One headless Chromium for all tests of a run, each page in a profile of its own. A test class says
 * {@code @ExtendWith(Browser.Provider.class)} and takes it as a parameter; it ends with the run. Its tag is {@code browser} where
 * time matters, since that runs with nothing beside it, or {@code node} where it only asks.
 */
public final class Browser implements AutoCloseable {

    private static final List<String> FLAGS = List.of("--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required",
            "--disable-dev-shm-usage", "--mute-audio", "--disable-component-update", "--disable-domain-reliability");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final FolderServer pages = FolderServer.ofPlayers();

    private Browser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Programs.find(System.getenv().getOrDefault("CHROMIUM", "chromium")))
                .setHeadless(true).setChromiumSandbox(false).setArgs(FLAGS).setTimeout(60_000));
    }

    /** Gives the one browser of the run to test methods and constructors. */
    public static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Browser.class,
                    type -> new Browser(), Browser.class);
        }
    }

    /** A fresh page of this size in pixels; closing its context closes it. */
    public Page page(int width, int height) {
        BrowserContext context = chromium
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, height));
        return context.newPage();
    }

    /**
     * Opens a manifest in a player and starts it.
     *
     * @throws AssertionError if the player refuses it, with the player's own words
     */
    public Playback play(PlayerName player, URI manifest) {
        Page page = page(640, 360);
        return Playback.start(page, pages.base().resolve("player.html"), player, manifest);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
        pages.close();
    }
}
