package io.dynpack.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PropertyBindingSupport;

/**
 * Options of a component from the environment: {@code CAMEL_COMPONENT_DYNPACK_CATALOG_DIRECTORY}, or the same without the
 * underscores inside of the option's name, sets {@code catalogDirectory} of the component {@code dynpack}. Camel's main class
 * means to do that for every component, but looks for variables whose names begin with {@code camel.component.}, which no shell
 * can set. Whatever sets these variables outside of the application wins over what is set in it.
 */
final class EnvironmentOptions {
    /** Of the Spring Boot starter: whether there is a component at all. */
    private static final String SPRING = prefix("dynpack") + "ENABLED";

    /** Of each of these one is set. */
    private static final List<List<String>> ALTERNATIVES = List.of(List.of("keyEncryptionKey", "keyEncryptionKeyFile"),
            List.of("directory", "azureContainer", "azureContainers", "mediaStorage"),
            List.of("catalogDirectory", "azureCatalogContainer", "catalogStorage"),
            List.of("connectionString", "accessKey", "sasToken", "blobServiceClient"));

    private final String prefix;
    /** Variables that begin with one of these are those of another component, whose name begins with the name of this one. */
    private final List<String> others;

    /**
     * @param name  of the component
     * @param names of all that read the environment
     */
    EnvironmentOptions(String name, Set<String> names) {
        prefix = prefix(name);
        others = names.stream().map(EnvironmentOptions::prefix)
                .filter(other -> other.startsWith(prefix) && !other.equals(prefix)).toList();
    }

    private static String prefix(String component) {
        return "CAMEL_COMPONENT_" + component.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
    }

    /**
     * Sets what the environment says on the component.
     *
     * @throws DynpackException for a variable that names no option, or whose value the option cannot have; tells all of them
     */
    void apply(Map<String, String> environment, CamelContext context, DynpackComponent component) {
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) configurer;
        List<String> problems = new ArrayList<>();
        Set<String> bound = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        new TreeMap<>(environment).forEach((variable, value) -> {
            String upper = variable.toUpperCase(Locale.ROOT);
            if (!upper.startsWith(prefix) || others.stream().anyMatch(upper::startsWith) || upper.equals(SPRING)
                    || isOfKubernetes(upper)) {
                return;
            }
            String name = upper.substring(prefix.length()).replace("_", "").toLowerCase(Locale.ROOT);
            Class<?> type = options.getOptionType(name, true);
            if (type == null) {
                problems.add(variable + " names no option of dynpack");
                return;
            }
            if (!OptionChecks.isOf(type, value.strip())) {
                problems.add(variable + " has a value that is no " + type.getSimpleName());
                return;
            }
            try {
                PropertyBindingSupport.build().withCamelContext(context).withTarget(component).withConfigurer(configurer)
                        .withIgnoreCase(true).withProperty(name, value).bind();
                bound.add(name);
            } catch (RuntimeException e) {
                // without the value, which may be a secret
                problems.add(variable + " has a value that is no " + type.getSimpleName());
            }
        });
        // what stands in the place of one that the application has set wins as well
        for (List<String> alternatives : ALTERNATIVES) {
            if (alternatives.stream().anyMatch(bound::contains)) {
                alternatives.stream().filter(name -> !bound.contains(name))
                        .forEach(name -> configurer.configure(context, component, name, null, true));
            }
        }
        if (!problems.isEmpty()) {
            throw new DynpackException("dynpack cannot use the environment: " + String.join("; ", problems));
        }
    }

    /** Where a service is called camel-component-dynpack, Kubernetes puts such variables into every container. */
    private static boolean isOfKubernetes(String variable) {
        return variable.endsWith("_SERVICE_HOST") || variable.endsWith("_SERVICE_PORT") || variable.endsWith("_PORT")
                || variable.contains("_PORT_");
    }
}
