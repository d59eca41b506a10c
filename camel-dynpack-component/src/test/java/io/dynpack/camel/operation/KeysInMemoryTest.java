package io.dynpack.camel.operation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.management.HotSpotDiagnosticMXBean;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.publishing.StreamingLocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Once answers have left, no living object of a node holds the value of a key: a dump of its heap has none. */
class KeysInMemoryTest extends CamelTestSupport {
    private static final int MASK = 0x5A;
    private static final String OPEN = """
            {"name": "open", "properties": {"options": [{"name": "all",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""";

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Files.createDirectories(folder.resolve("media/harbour"));
        Files.writeString(folder.resolve("media/harbour/harbour.ism"), "<smil/>");
        CamelContext context = super.createCamelContext();
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(folder.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        component.getConfiguration().setKeyEncryptionKey("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        context.addComponent("dynpack", component);
        return context;
    }

    /** The forms that a value may have, masked, so that the test itself holds none of them. */
    private List<byte[]> use() {
        template.requestBody("dynpack:putContentKeyPolicy", OPEN);
        StreamingLocator locator = template.requestBody("dynpack:publishLocator", Map.of("name", "l", "assetName", "harbour",
                "streamingPolicyName", "Predefined_ClearKey", "defaultContentKeyPolicyName", "open"), StreamingLocator.class);
        String id = String.valueOf(locator.contentKeys().get(0).get("id"));
        byte[] value = new byte[0];
        for (int i = 0; i < 20; i++) {
            Arrays.fill(value, (byte) 0);
            value = template.request("dynpack:key", exchange -> {
                exchange.getMessage().setHeader(Exchange.HTTP_URI, "/");
                exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, "kid=" + id);
            }).getMessage().getBody(byte[].class);
            template.request("dynpack:key", exchange -> {
                exchange.getMessage().setHeader(Exchange.HTTP_URI, "/clearkey");
                exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
                exchange.getMessage().setBody("{\"kids\":[\"" + Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(HexFormat.of().parseHex(id.replace("-", ""))) + "\"]}");
            });
            template.requestBody("dynpack:listContentKeys", locator, Map.class);
        }
        assertThat(value).hasSize(16);
        String hex = HexFormat.of().formatHex(value);
        List<byte[]> forms = new ArrayList<>(List.of(masked(value)));
        for (String text : List.of(hex, hex.toUpperCase(Locale.ROOT),
                Base64.getEncoder().withoutPadding().encodeToString(value),
                Base64.getUrlEncoder().withoutPadding().encodeToString(value))) {
            forms.add(masked(text.getBytes(StandardCharsets.US_ASCII)));
        }
        Arrays.fill(value, (byte) 0);
        return forms;
    }

    private static byte[] masked(byte[] bytes) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK;
        }
        return masked;
    }

    @Test
    void aDumpOfTheHeapHasNoKey() throws IOException {
        List<byte[]> forms = use();
        // the thread that gave the last answer may still be on its way out of it
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(found(forms)).as("forms in the dump").isEmpty());
        // the search finds what is there
        byte[] held = masked(forms.get(0));
        assertThat(found(forms)).containsExactly(0);
        assertThat(held).hasSize(16);
    }

    /** Which of the forms living objects hold. */
    private List<Integer> found(List<byte[]> forms) throws IOException {
        Path dump = folder.resolve("heap.hprof");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        boolean[] found = new boolean[forms.size()];
        byte[] buffer = new byte[1 << 20];
        int overlap = 64;
        int kept = 0;
        try (InputStream in = Files.newInputStream(dump)) {
            for (int read = in.read(buffer, kept, buffer.length - kept); read > 0; read = in.read(buffer, kept,
                    buffer.length - kept)) {
                int end = kept + read;
                for (int form = 0; form < found.length; form++) {
                    found[form] = found[form] || holds(buffer, end, forms.get(form));
                }
                kept = Math.min(overlap, end);
                System.arraycopy(buffer, end - kept, buffer, 0, kept);
            }
        } finally {
            Files.deleteIfExists(dump);
        }
        List<Integer> all = new ArrayList<>();
        for (int form = 0; form < found.length; form++) {
            if (found[form]) {
                all.add(form);
            }
        }
        return all;
    }

    private static boolean holds(byte[] bytes, int end, byte[] masked) {
        for (int i = 0; i + masked.length <= end; i++) {
            int k = 0;
            while (k < masked.length && (byte) (bytes[i + k] ^ MASK) == masked[k]) {
                k++;
            }
            if (k == masked.length) {
                return true;
            }
        }
        return false;
    }
}
