package io.dynpack.camel.operation;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.camel.AppliedDocuments;
import io.dynpack.camel.Arrival;
import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.origin.Explanation;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** {@code dynpack:applyDocuments} through a Camel route. */
class ApplyDocumentsTest extends CamelTestSupport {
    private static final String POLICY = "{\"name\": \"ott\", \"noEncryption\": {\"enabledProtocols\": {\"hls\": true}}}";

    @TempDir
    Path folder;
    private boolean isHeard = true;

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

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:told").to("dynpack:applyDocuments").process(exchange -> {
                    if (!isHeard) {
                        throw new SocketTimeoutException("whoever is told does not answer");
                    }
                });
                from("direct:json").to("dynpack:applyDocuments").marshal(new JacksonDataFormat()).convertBodyTo(String.class);
            }
        };
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve("media").resolve(name), text);
    }

    private AppliedDocuments account() {
        return template.requestBody("dynpack:applyDocuments", null, AppliedDocuments.class);
    }

    private AppliedDocuments harbour() {
        return template.requestBody("dynpack:applyDocuments", "harbour", AppliedDocuments.class);
    }

    private List<Arrival> arrivals() {
        return template.requestBody("dynpack:listArrivals", null, Arrivals.Page.class).changes();
    }

    private AppliedDocuments tell(Object body) {
        return template.requestBody("direct:told", body, AppliedDocuments.class);
    }

    /** A route repeats what failed: {@code folder-arrival} tells of documents what has changed, and that only once. */
    @Test
    void whatAnExchangeFailedWithIsToldAgain() throws Exception {
        write("accountFilters.json", "[{\"name\": \"mobile\"}]");
        write("harbour/assetFilters.json", "[{\"name\": \"trailer\"}]");
        isHeard = false;
        for (Object body : Arrays.asList(null, "harbour", "harbour")) {
            assertThatThrownBy(() -> tell(body)).rootCause().isInstanceOf(SocketTimeoutException.class);
        }
        write("accountFilters.json", "[{\"name\": \"tablet\"}]");
        write("harbour/assetFilters.json", "[{\"name\": \"trailer\"}, {\"name\": \"preview\"}]");
        isHeard = true;
        AppliedDocuments account = tell(null);
        assertThat(account.changed()).isTrue();
        assertThat(account.stored()).containsExactly("account filter tablet");
        assertThat(account.deleted()).containsExactly("account filter mobile");
        AppliedDocuments asset = tell("harbour");
        assertThat(asset.changed()).isTrue();
        assertThat(asset.stored()).containsExactlyInAnyOrder("asset filter trailer", "asset filter preview");
        assertThat(tell(null).changed()).isFalse();
        assertThat(tell("harbour").changed()).isFalse();
    }

    @Test
    void theAccountHasDocumentsOfItsOwn() throws Exception {
        assertThat(account().changed()).as("there are none").isFalse();
        write("accountFilters.json", "[{\"name\": \"mobile\"}]");
        write("streamingPolicies.json", POLICY);
        AppliedDocuments applied = account();
        assertThat(applied.changed()).isTrue();
        assertThat(applied.assetName()).isNull();
        assertThat(applied.stored()).containsExactly("account filter mobile", "streaming policy ott");
        assertThat(account().changed()).isFalse();
        assertThat(template.requestBody("dynpack:getFilter", "mobile", AccountFilter.class)).isNotNull();

        write("accountFilters.json", "[{\"name\": \"mobile\", \"firstQuality\": {\"bitrate\": \"high\"}}]");
        AppliedDocuments wrong = account();
        assertThat(wrong.changed()).isTrue();
        assertThat(wrong.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.file()).isEqualTo("accountFilters.json");
            assertThat(finding.message()).startsWith("[0].firstQuality.bitrate");
        });
        assertThat(arrivals()).singleElement().satisfies(arrival -> {
            assertThat(arrival.name()).isEqualTo("accountFilters.json");
            assertThat(arrival.state()).isEqualTo(Arrival.State.REFUSED);
            assertThat(arrival.message()).startsWith("[0].firstQuality.bitrate");
        });
        AppliedDocuments same = account();
        assertThat(same.changed()).isFalse();
        assertThat(same.findings()).isEqualTo(wrong.findings());
        assertThat(template.requestBody("dynpack:getFilter", "mobile", AccountFilter.class)).as("as before").isNotNull();

        Files.delete(folder.resolve("media/accountFilters.json"));
        assertThat(account().deleted()).containsExactly("account filter mobile");
        assertThat(arrivals()).noneMatch(arrival -> arrival.state() == Arrival.State.REFUSED);
        assertThat(template.requestBody("dynpack:getStreamingPolicy", "ott", StreamingPolicy.class)).isNotNull();
    }

    @Test
    void theAccountComesBeforeTheAsset() throws Exception {
        write("streamingPolicies.json", POLICY);
        write("harbour/streamingLocators.json", "{\"streamingPolicyName\": \"ott\", \"filters\": [\"x\"]}");
        write("harbour/assetFilters.json", "{\"name\": \"x\"}");
        AppliedDocuments applied = harbour();
        assertThat(applied.findings()).isEmpty();
        assertThat(applied.locators()).singleElement()
                .satisfies(locator -> assertThat(locator.streamingPolicyName()).isEqualTo("ott"));
        assertThat(applied.stored()).hasSize(2).first().isEqualTo("asset filter x");
        assertThat(harbour().changed()).isFalse();
        assertThat(account().stored()).as("told to who asks for it").containsExactly("streaming policy ott");
        assertThat(account().changed()).isFalse();
    }

    @Test
    void theOptionAndTheHeaderNameThePolicyOfALocatorWithoutOne() {
        String uri = "dynpack:applyDocuments?streamingPolicy=Predefined_DownloadOnly";
        AppliedDocuments applied = template.requestBody(uri, "harbour", AppliedDocuments.class);
        StreamingLocator locator = applied.locators().get(0);
        assertThat(locator.streamingPolicyName()).isEqualTo("Predefined_DownloadOnly");
        assertThat(applied.changed()).as("no document says it").isFalse();
        assertThatThrownBy(() -> template.requestBodyAndHeader(uri, "harbour", DynpackConstants.STREAMING_POLICY, "none"))
                .cause()
                .isInstanceOf(CatalogNotFoundException.class);
        assertThatThrownBy(() -> template.requestBody(uri, "nothing", AppliedDocuments.class)).cause()
                .isInstanceOf(CatalogNotFoundException.class);
    }

    @Test
    void aDocumentThatIsTooLongIsAMistake() throws Exception {
        write("harbour/assetFilters.json", " ".repeat((1 << 20) + 1));
        assertThat(harbour().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("1048577 bytes"));
    }

    @Test
    void aMediaFolderThatIsGoneTakesNothingAway() throws Exception {
        write("accountFilters.json", "[{\"name\": \"mobile\"}]");
        account();
        Path media = folder.resolve("media");
        Files.move(media, folder.resolve("elsewhere"));
        assertThatThrownBy(this::account).cause().isInstanceOf(StorageException.class);
        Files.move(folder.resolve("elsewhere"), media);
        assertThat(account().deleted()).isEmpty();
        assertThat(template.requestBody("dynpack:getFilter", "mobile", AccountFilter.class)).isNotNull();
    }

    @Test
    void theAnswerIsJsonWithAnyMapper() {
        assertThat(template.requestBody("direct:json", "harbour", String.class)).contains("\"assetName\":\"harbour\"",
                "\"findings\":[]", "\"streamingLocatorId\"");
    }

    private static final String KEY_POLICY = """
            {"name": "players", "properties": {"options": [{"name": "all",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicy%s"}}]}}""";

    @Test
    void keysAndTheirPoliciesAreDeclaredAsWell() throws Exception {
        write("contentKeyPolicies.json", KEY_POLICY.formatted("OpenRestriction"));
        String value = "c2VjcmV0IG9mIHNpeHRlZQ==";
        String id = "f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11";
        String locator = """
                {"name": "keyed", "streamingPolicyName": "Predefined_ClearKey", "defaultContentKeyPolicyName": "players",
                  "contentKeys": [{"id": "%s", "labelReferenceInStreamingPolicy": "clearKeyDefault", "value": "%s"}]}""";
        write("harbour/streamingLocators.json", locator.formatted(id, value));
        AppliedDocuments applied = harbour();
        assertThat(applied.findings()).isEmpty();
        assertThat(applied.locators()).singleElement().satisfies(published -> assertThat(published.contentKeys())
                .singleElement().satisfies(key -> assertThat(key).containsEntry("id", id).containsEntry("policyName", "players")
                        .doesNotContainKey("value")));
        assertThat(account().stored()).containsExactly("content key policy players");
        assertThat(harbour().changed()).isFalse();

        write("contentKeyPolicies.json", KEY_POLICY.formatted("TokenRestriction"));
        assertThat(account().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo("contentKeyPolicies.json");
            assertThat(finding.message()).contains("options[0].restriction.restrictionTokenType");
        });
        assertThat(template.requestBody("dynpack:getContentKeyPolicy", "players")).as("as before").isNotNull();
        write("contentKeyPolicies.json", "[]");
        assertThat(account().deleted()).containsExactly("content key policy players");

        write("harbour/streamingLocators.json", locator.formatted(id, "b3RoZXIgb2Ygc2l4dGVlbg=="));
        assertThat(harbour().findings()).singleElement().satisfies(finding -> assertThat(finding.message()).contains(id)
                .doesNotContain("b3RoZXI"));
        write("harbour/streamingLocators.json", locator.formatted(id, "no Base64"));
        assertThat(harbour().findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("contentKeys[0].value is no Base64").doesNotContain("no Base64,"));
    }

    @Test
    void anotherNameOfTheAssetIsThatOfBeforeUnlessAFolderHasIt() throws Exception {
        write("harbour/streamingLocators.json", "[{\"name\": \"a\", \"properties\": {\"assetName\": \"Rainier\"}}]");
        AppliedDocuments applied = harbour();
        assertThat(applied.locators()).extracting(StreamingLocator::assetName).containsExactly("harbour");
        assertThat(applied.findings()).extracting(Finding::severity).containsExactly(Finding.Severity.WARNING);

        Files.createDirectories(folder.resolve("media/Rainier"));
        write("Rainier/Rainier.ism", "<smil/>");
        assertThat(harbour().findings()).extracting(Finding::severity).containsExactly(Finding.Severity.ERROR);
    }

    @Test
    void aContentKeyPolicyThatIsNotThereIsTold() throws Exception {
        String locator = "{\"name\": \"a\", \"streamingPolicyName\": \"Predefined_ClearKey\","
                + " \"defaultContentKeyPolicyName\": \"family\"}";
        write("harbour/streamingLocators.json", locator);
        AppliedDocuments applied = harbour();
        assertThat(applied.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.message()).startsWith("the locator a has the content key policy family, which does not exist:");
        });
        StreamingLocator published = applied.locators().get(0);
        String url = "/" + published.streamingLocatorId() + "/harbour.ism/manifest";
        assertThat(template.requestBody("dynpack:explain", url, Explanation.class).locator().contentKeys())
                .extracting(Explanation.Key::policyName, Explanation.Key::policyMissing).containsExactly(tuple("family", true));

        write("contentKeyPolicies.json", "{\"name\": \"family\", \"options\": [{\"configuration\": {\"@odata.type\":"
                + " \"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration\"}, \"restriction\": {\"@odata.type\":"
                + " \"#Microsoft.Media.ContentKeyPolicyOpenRestriction\"}}]}");
        assertThat(harbour().findings()).isEmpty();
        assertThat(template.requestBody("dynpack:explain", url, Explanation.class).locator().contentKeys())
                .extracting(Explanation.Key::policyMissing).containsExactly(false);
    }
}
