package io.dynpack.camel.operation;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConfiguration;

/**
 * Answers under way by the address of the client, each address with the same share of all, so that whoever asks and does not read
 * locks nobody else out. Of IPv6 the first 64 bits count, since a host has the rest to itself. Safe for use by many threads.
 */
final class ClientShares {
    private static final int NETWORK_BYTES = 8;
    /** So many clients have to stall before others are refused. */
    private static final int DEFAULT_SHARES = 4;

    private final int share;
    private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

    /** @param share answers of one client at a time, at least 1 */
    ClientShares(int share) {
        this.share = share;
    }

    /** As the options say. */
    static ClientShares of(DynpackConfiguration options) {
        return new ClientShares(options.getMaxInFlightPerClient() > 0
                ? options.getMaxInFlightPerClient()
                : Math.max(1, options.getMaxInFlight() / DEFAULT_SHARES));
    }

    /** Who a request is from; {@code null} where the server does not tell. */
    static @Nullable String client(@Nullable InetAddress address) {
        if (address == null) {
            return null;
        }
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /**
     * @param client {@code null} is never refused
     * @return whether the client may have one more; then it has to be released
     */
    boolean admit(@Nullable String client) {
        if (client == null) {
            return true;
        }
        boolean[] admitted = new boolean[1];
        underWay.compute(client, (key, count) -> {
            int now = count == null ? 0 : count;
            admitted[0] = now < share;
            return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
        return admitted[0];
    }

    void release(@Nullable String client) {
        if (client != null) {
            underWay.computeIfPresent(client, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
    }
}
