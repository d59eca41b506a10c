package io.dynpack.tests.arrival;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.examples.azureblob.AzureBlobApplication;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import static org.assertj.core.api.Assertions.assertThat;

/** What the manifests of Kubernetes say to the application is what it listens to: a misspelt setting is silently without effect. */
class KubernetesExampleTest {
    private static final Path MANIFESTS = Path.of("../examples/kubernetes/dynpack.yaml");
    private static final String KAFKA = "CAMEL_COMPONENT_KAFKA_";
    private static final Path APPLICATION = Path.of("../examples/azure-blob/src/main/java/io/dynpack/examples/azureblob");

    private static List<Map<?, ?>> manifests() throws IOException {
        List<Map<?, ?>> all = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(MANIFESTS))) {
            all.add((Map<?, ?>) document);
        }
        return all;
    }

    private static Object at(Object node, Object... path) {
        Object found = node;
        for (Object step : path) {
            found = step instanceof Integer i ? ((List<?>) found).get(i) : ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    /** Settings by name; {@code null} where a secret has the value. */
    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (Map<?, ?> manifest : manifests()) {
            if ("ConfigMap".equals(manifest.get("kind"))) {
                ((Map<?, ?>) manifest.get("data")).forEach((name, value) -> settings.put((String) name, (String) value));
            } else if ("Deployment".equals(manifest.get("kind"))) {
                for (Object variable : (List<?>) at(manifest, "spec", "template", "spec", "containers", 0, "env")) {
                    settings.put((String) at(variable, "name"), (String) at(variable, "value"));
                }
            }
        }
        return settings;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Names that the application, the routes and Camel's own options are asked by. */
    private static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("CAMEL_MAIN_ROUTESINCLUDEPATTERN"));
        find("\\{\\{([a-zA-Z.]+)", Path.of("../routes"), known);
        find("\"([A-Z]+_[A-Z_]+)\"", APPLICATION, known);
        find("\"([A-Z]+_[A-Z_]+)\"", Path.of("../examples/quickstart/src/main/java/io/dynpack/examples/quickstart"), known);
        options("/META-INF/io/dynpack/camel/dynpack.json", known);
        return known;
    }

    private static void options(String component, Set<String> known) throws IOException {
        try (InputStream in = KubernetesExampleTest.class.getResourceAsStream(component)) {
            JsonNode root = new ObjectMapper().readTree(in);
            root.get("componentProperties").fieldNames().forEachRemaining(option -> known
                    .add(variable("camel.component." + root.get("component").get("scheme").asText() + "." + option)));
        }
    }

    private static void find(String pattern, Path folder, Set<String> known) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
                while (matcher.find()) {
                    known.add(variable(matcher.group(1)));
                }
            }
        }
    }

    /** As the classes of a client read them, to which a field that the API does not have is an error. */
    @Test
    void everyFieldIsOneThatKubernetesHas() throws IOException {
        Map<String, Class<?>> kinds = Map.of("ServiceAccount", ServiceAccount.class, "ConfigMap", ConfigMap.class, "Deployment",
                Deployment.class, "Service", Service.class, "PodDisruptionBudget", PodDisruptionBudget.class,
                "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);
        ObjectMapper strict = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasAnySetter(Annotated member) {
                        return false;
                    }
                }).build();
        for (Map<?, ?> manifest : manifests()) {
            HasMetadata read = (HasMetadata) strict.convertValue(manifest, kinds.get(manifest.get("kind")));
            assertThat(read.getApiVersion()).as(read.getKind())
                    .isEqualTo(HasMetadata.getApiVersion(read.getClass())).isEqualTo(manifest.get("apiVersion"));
            assertThat(read.getMetadata().getName()).isNotEmpty();
        }
    }

    @Test
    void everySettingIsOneThatSomebodyReads() throws IOException {
        assertThat(known()).containsAll(settings().keySet().stream().filter(name -> !name.startsWith(KAFKA)).toList());
    }

    /** Of the components of Camel, whose main class does not read them. */
    @Test
    void kafkaIsAsTheSettingsSay() throws Exception {
        Map<String, String> settings = new TreeMap<>();
        settings().forEach((name, value) -> settings.put(name, value == null ? "a secret; username=\"$Connection\"" : value));
        Main main = AzureBlobApplication.application(settings, null);
        main.configure().withRoutesIncludePattern("false");
        try {
            main.init();
            KafkaComponent kafka = main.getCamelContext().getComponent("kafka", KafkaComponent.class);
            PropertyConfigurerGetter options = (PropertyConfigurerGetter) kafka.getComponentPropertyConfigurer();
            Map<String, String> set = new TreeMap<>();
            settings.keySet().stream().filter(name -> name.startsWith(KAFKA)).forEach(name -> set.put(name, String.valueOf(
                    options.getOptionValue(kafka, name.substring(KAFKA.length()).toLowerCase(Locale.ROOT), true))));
            assertThat(set).hasSize(4).allSatisfy((name, value) -> assertThat(value).isEqualTo(settings.get(name)));
        } finally {
            main.stop();
        }
    }

    @Test
    void theRoutesAreThere() throws IOException {
        for (Map<?, ?> manifest : manifests()) {
            if (!"Deployment".equals(manifest.get("kind"))) {
                continue;
            }
            Map<String, String> own = new HashMap<>();
            for (Object variable : (List<?>) at(manifest, "spec", "template", "spec", "containers", 0, "env")) {
                own.put((String) at(variable, "name"), (String) at(variable, "value"));
            }
            for (String route : own.get("CAMEL_MAIN_ROUTESINCLUDEPATTERN").split(",")) {
                assertThat(getClass().getResource(route.replace("classpath:", "/"))).as(route).isNotNull();
            }
        }
    }

    @Test
    void whatSelectsPodsIsWhatTheyAreLabelled() throws IOException {
        Set<Object> labels = new TreeSet<>();
        Set<Object> selected = new TreeSet<>();
        for (Map<?, ?> manifest : manifests()) {
            switch ((String) manifest.get("kind")) {
                case "Deployment" -> {
                    labels.add(at(manifest, "spec", "template", "metadata", "labels", "app"));
                    selected.add(at(manifest, "spec", "selector", "matchLabels", "app"));
                }
                case "Service" -> selected.add(at(manifest, "spec", "selector", "app"));
                case "PodDisruptionBudget" -> selected.add(at(manifest, "spec", "selector", "matchLabels", "app"));
                case "HorizontalPodAutoscaler" -> selected.add(at(manifest, "spec", "scaleTargetRef", "name"));
                default -> assertThat(manifest.get("metadata")).isNotNull();
            }
        }
        assertThat(selected).isEqualTo(labels);
    }

    /** The pod template of a deployment, and its own settings. */
    private record Pods(Map<?, ?> spec, Map<String, String> settings) {
        static Pods of(String deployment) throws IOException {
            for (Map<?, ?> manifest : manifests()) {
                if ("Deployment".equals(manifest.get("kind")) && deployment.equals(at(manifest, "metadata", "name"))) {
                    Map<String, String> settings = new HashMap<>();
                    for (Object variable : (List<?>) at(manifest, "spec", "template", "spec", "containers", 0, "env")) {
                        settings.put((String) at(variable, "name"), (String) at(variable, "value"));
                    }
                    return new Pods((Map<?, ?>) at(manifest, "spec", "template", "spec"), settings);
                }
            }
            throw new AssertionError("no deployment " + deployment);
        }

        long number(String setting) {
            return Long.parseLong(settings.get(setting));
        }
    }

    @Test
    void theListingFindsWhatTheEventsNameAndIsNoBurden() throws IOException {
        Pods arrival = Pods.of("dynpack-arrival");

        assertThat(arrival.settings().get("CAMEL_MAIN_ROUTESINCLUDEPATTERN")).contains("event-arrival", "folder-arrival");
        assertThat(arrival.settings()).containsEntry("ARRIVAL_READLOCK", "marker");
        assertThat("/blobServices/default/containers/asset-1/blobs/" + new DynpackConfiguration().getMarkerName())
                .matches(arrival.settings().get("ARRIVAL_MARKER"));
        assertThat(arrival.number("ARRIVAL_PERIOD")).isGreaterThanOrEqualTo(60_000);
    }

    @Test
    void aPollHasTimeForAllAttemptsAndAPodForWhatIsUnderWay() throws IOException {
        Pods arrival = Pods.of("dynpack-arrival");

        // attempts of one event in place take less than five minutes, time-outs of the storage included
        assertThat(Duration.ofMillis(arrival.number("ARRIVAL_MAXPOLLINTERVALMS")))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(5).multipliedBy(arrival.number("ARRIVAL_MAXPOLLRECORDS")));
        assertThat((Integer) arrival.spec().get("terminationGracePeriodSeconds"))
                .isGreaterThan((int) new DefaultShutdownStrategy().getTimeout());
    }
}
