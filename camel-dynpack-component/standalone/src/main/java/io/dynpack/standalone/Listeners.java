package io.dynpack.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * Where the application listens.
 *
 * @param host           address, or a name that has one
 * @param port           of the service, 0 to 65535; 0 for any free one
 * @param managementPort of health and metrics; {@code null} for none
 */
public record Listeners(String host, int port, @Nullable Integer managementPort) {

    /**
     * The servers that Camel starts find out later, and the routes go on without them.
     *
     * @param hostSetting       what a person calls the address, such as {@code --host}
     * @param portSetting       the same for the port of the service
     * @param managementSetting the same for the port of its management
     * @throws IllegalArgumentException where nobody can listen at one of them; says which and what to change
     */
    public void requireFree(String hostSetting, String portSetting, String managementSetting) {
        try {
            listen(0);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "nobody can listen at " + host + " (" + e.getMessage() + "); choose another " + hostSetting, e);
        }
        requireFree(portSetting, port);
        if (managementPort != null) {
            if (managementPort == port && port != 0) {
                throw new IllegalArgumentException(
                        managementSetting + " is " + port + ", as " + portSetting + " is; choose another");
            }
            requireFree(managementSetting, managementPort);
        }
    }

    private void requireFree(String setting, int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException(setting + " is " + number + ", which is not from 0 to 65535");
        }
        try {
            listen(number);
        } catch (IOException e) {
            throw new IllegalArgumentException("nobody can listen on port " + number + " of " + host + " (" + e.getMessage()
                    + "); choose another " + setting, e);
        }
    }

    private void listen(int number) throws IOException {
        try (ServerSocket probe = new ServerSocket(number, 1, InetAddress.getByName(host))) {
            if (!probe.isBound()) {
                throw new IOException("not bound");
            }
        }
    }

    /** Tells the application. */
    public void apply(Main main) {
        main.addInitialProperty("camel.server.port", Integer.toString(port));
        main.addInitialProperty("camel.server.host", host);
        if (managementPort == null) {
            return;
        }
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.port", managementPort.toString());
        // what may be seen of the service may be seen of its management, and no more
        main.addInitialProperty("camel.management.host", host);
        main.addInitialProperty("camel.management.healthCheckEnabled", "true");
        main.addInitialProperty("camel.management.metricsEnabled", "true");
        main.addInitialProperty("camel.metrics.enabled", "true");
        // the component counts its answers; what Camel would count for each exchange costs more than the answer
        main.addInitialProperty("camel.metrics.enableRoutePolicy", "false");
        main.addInitialProperty("camel.metrics.enableRouteEventNotifier", "false");
        main.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
    }
}
