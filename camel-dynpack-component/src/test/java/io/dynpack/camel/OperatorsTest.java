package io.dynpack.camel;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spi.EndpointServiceRegistry;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.publishing.StreamingLocator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What Camel shows operators of a component that serves: JMX, dev console, services. */
class OperatorsTest {
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");

    @TempDir
    Path folder;
    private final CamelContext context = new DefaultCamelContext();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private ProducerTemplate template;
    private String master;
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();

    @BeforeEach
    void serve() throws Exception {
        Path asset = Files.createDirectories(folder.resolve("media/clockwork"));
        try (Stream<Path> files = Files.list(SAMPLE)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".mp4")).toList()) {
                Files.copy(file, asset.resolve(file.getFileName()));
            }
        }
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(folder.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        context.addComponent("dynpack", component);
        context.getRegistry().bind("tracer", tracing.get("test"));
        context.getRegistry().bind("propagators", ContextPropagators.noop());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(context);
        tracer.init(context);
        // JMX knows endpoints of routes
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dynpack:watch").autoStartup(false).to("dynpack:origin?maxInFlight=7");
            }
        });
        context.start();
        template = context.createProducerTemplate();
        template.requestBody("dynpack:ingest", "clockwork");
        master = "/" + template.requestBody("dynpack:publishLocator", "clockwork", StreamingLocator.class)
                .streamingLocatorId() + "/clockwork.ism/manifest(format=m3u8-cmaf)";
        get();
        get();
    }

    @AfterEach
    void stop() {
        context.stop();
        tracing.close();
    }

    private void get() throws Exception {
        assertThat(status(master)).isEqualTo(200);
    }

    private int status(String uri) {
        Exchange exchange = template.request("dynpack:origin?maxInFlight=7",
                request -> request.getMessage().setHeader(Exchange.HTTP_URI, uri));
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private ObjectName bean(String type, String name) throws Exception {
        return new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=" + type + ",name="
                + ObjectName.quote(name));
    }

    @Test
    void jmxTellsOfTheComponentAndDropsAnAsset() throws Exception {
        ObjectName component = bean("components", "dynpack");
        assertThat(beans.getAttribute(component, "AssetsInMemory")).isEqualTo(1);
        assertThat((long) beans.getAttribute(component, "MemoryBudget")).isPositive();
        for (String name : List.of("RequestsUnderWay", "ReadsUnderWay", "ReadsWaiting", "StorageRetries", "MemoryLent",
                "ReadMemory")) {
            assertThat(beans.getAttribute(component, name)).as(name).isEqualTo(0L);
        }
        TabularData caches = (TabularData) beans.invoke(component, "listCaches", null, null);
        CompositeData manifests = caches.get(new Object[]{"manifests"});
        assertThat(manifests.get("hits")).isEqualTo(1L);
        assertThat((double) manifests.get("hitRate")).isBetween(0.3, 0.5);
        assertThat((long) caches.get(new Object[]{"assets"}).get("weight")).isPositive();

        assertThat(drop(component, "nobody")).isZero();
        assertThat(drop(component, "clockwork/")).as("by its folder").isEqualTo(1);
        assertThat(beans.getAttribute(component, "AssetsInMemory")).isEqualTo(0);
        get();
        assertThat(beans.getAttribute(component, "AssetsInMemory")).as("loaded again").isEqualTo(1);
    }

    private int drop(ObjectName component, String asset) throws Exception {
        return (int) beans.invoke(component, "dropAsset", new Object[]{asset}, new String[]{"java.lang.String"});
    }

    @Test
    void jmxTellsOfAnEndpoint() throws Exception {
        ObjectName endpoint = bean("endpoints", "dynpack://origin?maxInFlight=7");
        assertThat(beans.getAttribute(endpoint, "OperationName")).isEqualTo("origin");
        assertThat(beans.getAttribute(endpoint, "MaxInFlight")).isEqualTo(7);
        assertThat(beans.getAttribute(endpoint, "ServiceLocationUrl")).isEqualTo(url("media"));
    }

    private String url(String name) {
        return folder.resolve(name).toUri().toString();
    }

    @Test
    void theDevConsoleSaysTheSameAsJsonAndAsText() throws Exception {
        DevConsole console = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class)
                .resolveById("dynpack");
        assertThat(console.getDisplayName()).isEqualTo("DynPack");
        JsonNode one = json(console, Map.of());
        assertThat(one.get("name").asText()).isEqualTo("dynpack");
        assertThat(one.get("media").asText()).isEqualTo(url("media"));
        assertThat(one.get("catalog").asText()).isEqualTo(url("catalog"));
        assertThat(one.get("reads").get("limit").asInt()).isEqualTo(32);
        assertThat(one.get("memory").get("mediaLimit").asLong()).isPositive();
        assertThat(one.get("assetsInMemory").asInt()).isEqualTo(1);
        assertThat(one.get("assets").get(0).get("ism").asText()).isEqualTo("clockwork.ism");
        assertThat(one.get("caches")).anySatisfy(cache -> {
            assertThat(cache.get("name").asText()).isEqualTo("indexes");
            assertThat(cache.get("weight").asLong()).isPositive();
        });
        assertThat((String) console.call(DevConsole.MediaType.TEXT, Map.of())).contains("name: dynpack\n",
                "assetsInMemory: 1\n", "folder=clockwork/  ism=clockwork.ism", "hitRate=0.");

        assertThat(json(console, Map.of("limit", "0")).get("assets")).isEmpty();
        JsonNode dropped = json(console, Map.of("drop", "clockwork"));
        assertThat(dropped.get("dropped").asText()).isEqualTo("clockwork: 1");
        assertThat(dropped.get("assetsInMemory").asInt()).isZero();
        assertThat(json(console, Map.of("drop", "../x")).get("dropped").asText()).as("no name of an asset")
                .startsWith("../x: ");
    }

    private static JsonNode json(DevConsole console, Map<String, Object> options) throws Exception {
        return new ObjectMapper().readTree(((JsonObject) console.call(DevConsole.MediaType.JSON, options)).toJson())
                .get("components")
                .get(0);
    }

    @Test
    void spansTellWhatWasAnswered() {
        List<SpanData> answers = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("dynpack:origin")).toList();
        assertThat(answers).hasSize(2).allSatisfy(span -> {
            assertThat(tag(span, "dynpack.locator")).isEqualTo(master.substring(1, 37));
            assertThat(tag(span, "dynpack.format")).isEqualTo("m3u8-cmaf");
            assertThat(tag(span, "dynpack.kind")).isEqualTo("MASTER");
            assertThat(tag(span, "http.status_code")).isEqualTo("200");
            assertThat(tag(span, "server.address")).isEqualTo(url("media"));
            assertThat(Long.parseLong(tag(span, "dynpack.bytes"))).isPositive();
            assertThat(tag(span, "dynpack.storage.ranges")).isEqualTo("0");
            assertThat(Long.parseLong(tag(span, "dynpack.first_byte_us"))).isPositive();
            assertThat(span.getStatus()).isNotEqualTo(StatusData.error());
        });
        assertThat(answers).extracting(span -> tag(span, "dynpack.cache")).containsExactly("MISS", "HIT");
        assertThat(spans.getFinishedSpanItems()).anySatisfy(span -> {
            assertThat(span.getName()).isEqualTo("dynpack:ingest");
            assertThat(tag(span, "dynpack.asset")).isEqualTo("clockwork");
        });
        spans.reset();
        String level = Pattern.compile("QualityLevels\\(\\d+\\)/(?=Manifest\\(video)")
                .matcher(template.request("dynpack:origin",
                        request -> request.getMessage().setHeader(Exchange.HTTP_URI, master)).getMessage()
                        .getBody(String.class))
                .results().findFirst().orElseThrow().group();
        spans.reset();
        assertThat(status(master.replaceFirst("manifest", level + "Fragments(video=0,").replace(",(", ","))).isEqualTo(200);
        assertThat(spans.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(tag(span, "dynpack.kind")).isEqualTo("FRAGMENT");
            assertThat(Integer.parseInt(tag(span, "dynpack.storage.ranges"))).isPositive();
            assertThat(Long.parseLong(tag(span, "dynpack.storage.bytes"))).as("all but the boxes in front")
                    .isBetween(1000L, Long.parseLong(tag(span, "dynpack.bytes")) - 100);
        });
        spans.reset();
        assertThat(status("/no-locator/x.ism/manifest?token=secret")).isEqualTo(404);
        assertThat(spans.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(tag(span, "dynpack.error")).startsWith("MPE_");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("dynpack.locator"))).isNull();
            assertThat(span.getAttributes().toString()).doesNotContain("secret");
        });
        spans.reset();
        Exchange exchange = template.request("dynpack:origin",
                request -> request.getMessage().setHeader(Exchange.HTTP_URI, master));
        template.send("dynpack:listArrivals", exchange);
        assertThat(spans.getFinishedSpanItems()).hasSize(2);
        assertThat(tag(spans.getFinishedSpanItems().get(1), "dynpack.kind")).as("of an answer before").isNull();
    }

    private static String tag(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    @Test
    void servicesOfTheApplicationNameTheStorages() {
        assertThat(context.getCamelContextExtension().getEndpointServiceRegistry()
                .listAllEndpointServices())
                .filteredOn(service -> service.getComponent().equals("dynpack"))
                .extracting(EndpointServiceRegistry.EndpointService::getEndpointUri,
                        EndpointServiceRegistry.EndpointService::getServiceUrl,
                        EndpointServiceRegistry.EndpointService::getServiceProtocol)
                .contains(tuple("dynpack://ingest", url("media"), "file"),
                        tuple("dynpack://publishLocator", url("catalog"), "file"));
    }

    @Test
    void addressesOfBlobsAreToldWithoutWhatOpensThem() throws Exception {
        try (CamelContext other = new DefaultCamelContext()) {
            DynpackConfiguration options = new DynpackConfiguration();
            DynpackComponent component = new DynpackComponent();
            component.setConfiguration(options);
            other.addComponent("dynpack", component);
            options.setAzureContainer("films");
            options.setAzureCatalogContainer("catalog");
            assertThat(other.getEndpoint("dynpack:ingest?pageSize=1", DynpackEndpoint.class).getServiceUrl()).isNull();

            String secret = "c2VjcmV0";
            options.setConnectionString("DefaultEndpointsProtocol=https;AccountName=mymedia;AccountKey=" + secret
                    + ";EndpointSuffix=core.chinacloudapi.cn");
            tells(other, "https://mymedia.blob.core.chinacloudapi.cn", secret);
            options.setConnectionString(
                    "BlobEndpoint=https://vault.example.com/;SharedAccessSignature=sv=2024&sig=" + secret);
            tells(other, "https://vault.example.com", secret);
            options.setConnectionString(null);
            options.setSasToken("sv=2024&sig=" + secret);
            options.setAccountName("mymedia");
            tells(other, "https://mymedia.blob.core.windows.net", secret);
            options.setAzureEndpoint("https://user:" + secret + "@127.0.0.1:10000/devstoreaccount1?sig=" + secret);
            tells(other, "https://127.0.0.1:10000/devstoreaccount1", secret);
        }
    }

    private static void tells(CamelContext context, String account, String secret) {
        context.getEndpointRegistry().clear();
        DynpackEndpoint endpoint = context.getEndpoint("dynpack:origin", DynpackEndpoint.class);
        assertThat(endpoint.getServiceUrl()).isEqualTo(account + "/films");
        assertThat(endpoint.getServiceProtocol()).isEqualTo("azure-storage-blob");
        assertThat(endpoint.getServiceMetadata()).containsEntry("catalog", account + "/catalog").hasSize(2);
        assertThat(endpoint.getServiceMetadata().toString()).doesNotContain(secret);
        assertThat(context.getEndpoint("dynpack:getLocator", DynpackEndpoint.class).getServiceUrl())
                .isEqualTo(account + "/catalog");
    }
}
