package io.dynpack.camel;

import org.apache.camel.CamelContext;

/** How many responses hold media files of a running component open. */
public final class OpenMedia {

    private OpenMedia() {}

    /** Leases that no response has given back yet. */
    public static int leases(CamelContext context) {
        return context.getComponent("dynpack", DynpackComponent.class).engine().sources().leases();
    }

    /** Bytes of media from a storage far away that are in memory. */
    public static long readBytes(CamelContext context) {
        return context.getComponent("dynpack", DynpackComponent.class).engine().sources().reads().usedBytes();
    }
}
