package io.dynpack.tests;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.examples.quickstart.QuickstartApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A setting that cannot be used is said in one sentence, before anything starts. */
class QuickstartSettingsTest {

    @Test
    void aPortThatIsTaken() throws Exception {
        String port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(other.getLocalPort());
            assertThatThrownBy(() -> QuickstartApplication.requireFreePort(Map.of("DYNPACK_PORT", port)))
                    .hasMessageContaining("port " + port + " of 127.0.0.1").hasMessageContaining("DYNPACK_PORT");
        }
        assertThatCode(() -> QuickstartApplication.requireFreePort(Map.of("DYNPACK_PORT", port))).doesNotThrowAnyException();
        assertThatThrownBy(() -> QuickstartApplication.requireFreePort(Map.of("DYNPACK_PORT", "http")))
                .hasMessage("DYNPACK_PORT is http, which is no number");
        assertThatThrownBy(
                () -> QuickstartApplication.requireFreePort(Map.of("DYNPACK_PORT", "0", "DYNPACK_MANAGEMENT_PORT", "70000")))
                .hasMessage("DYNPACK_MANAGEMENT_PORT is 70000, which is not from 0 to 65535");
        assertThatThrownBy(() -> QuickstartApplication.requireFreePort(
                Map.of("DYNPACK_PORT", port, "DYNPACK_MANAGEMENT_PORT", port))).hasMessageContaining("as DYNPACK_PORT is");
    }

    @Test
    void managementListensWhereTheServiceDoes() throws Exception {
        Main main = new Main();
        QuickstartApplication.listeners(Map.of("DYNPACK_HOST", "127.0.0.2", "DYNPACK_MANAGEMENT_PORT", "9090")).apply(main);
        for (String server : List.of("server", "management")) {
            assertThat(main.getInitialProperties().getProperty("camel." + server + ".host")).as(server).isEqualTo("127.0.0.2");
        }
    }

    @Test
    void aFolderThatIsNotThere(@TempDir Path home) {
        String absent = home.resolve("absent").toString();
        assertThatThrownBy(() -> QuickstartApplication.application(Map.of("DYNPACK_MEDIA", absent)))
                .hasMessage("DYNPACK_MEDIA is " + absent + ", which is no folder");
    }
}
