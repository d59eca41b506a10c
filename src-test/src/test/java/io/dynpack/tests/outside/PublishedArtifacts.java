package io.dynpack.tests.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import static org.assertj.core.api.Assertions.assertThat;

/** A Maven repository that holds what this build publishes, as a release would, and nothing else. */
final class PublishedArtifacts {
    private static final String GROUP = "io/dynpack";

    private final Path sources;
    private final Path repository;
    private final String version;

    /**
     * @param sources    the top folder of the project
     * @param repository is filled
     */
    PublishedArtifacts(Path sources, Path repository, String version) throws IOException {
        this.sources = sources;
        this.repository = repository;
        this.version = version;
        pom("dynpack-bom", "camel-dynpack-component/bom/pom.xml");
        pom("dynpack-parent", "pom.xml");
        jar("camel-dynpack", "camel-dynpack-component");
        jar("camel-dynpack-starter", "camel-dynpack-component/spring-boot-starter");
        jar("dynpack-routes", "routes");
        jar("camel-dynpack-starter", "camel-dynpack-component/spring-boot-starter");
    }

    private void jar(String artifact, String module) throws IOException {
        pom(artifact, module + "/pom.xml");
        Path jar = sources.resolve(module).resolve("target/" + artifact + "-" + version + ".jar");
        assertThat(jar).as("build with mvn verify, which packages it").exists();
        copy(jar, artifact, "jar");
    }

    private void pom(String artifact, String file) throws IOException {
        copy(sources.resolve(file), artifact, "pom");
    }

    private void copy(Path from, String artifact, String extension) throws IOException {
        Path to = repository.resolve(GROUP).resolve(artifact).resolve(version)
                .resolve(artifact + "-" + version + "." + extension);
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
